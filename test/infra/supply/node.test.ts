import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const MACHINE = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
/** The Node that starts the launcher says that it is this version. */
const OLD = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.1.0'})`;

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'api-credentials-node-')));
  await mkdir(join(folder, 'infra'));
  await copyFile(join(ROOT, 'infra/node.js'), join(folder, 'infra/node.js'));
  await describeProject({ [`node-${MACHINE}`]: '24.0.0' });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function describeProject(optionalDependencies: Readonly<Record<string, string>>) {
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', optionalDependencies }));
}

/** Puts a package for this machine into the folder. Its Node is the given file, or the one that runs this test. */
async function install(content?: string) {
  const place = join(folder, 'node_modules', `node-${MACHINE}`);
  await mkdir(join(place, 'bin'), { recursive: true });
  await writeFile(join(place, 'package.json'), JSON.stringify({ bin: { node: 'bin/node' } }));
  const node = join(place, 'bin/node');
  await (content === undefined ? symlink(process.execPath, node) : writeFile(node, content));
  if (content !== undefined) await chmod(node, 0o755);
  return node;
}

function start(given: readonly string[], flags: readonly string[] = []) {
  return spawn(process.execPath, [...flags, join(folder, 'infra/node.js'), ...given], { cwd: folder });
}

async function run(given: readonly string[], flags: readonly string[] = []) {
  const child = start(given, flags);
  const [printed, complained, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { printed: printed.trim(), complained, status };
}

describe('infra/node.js', () => {
  it('runs the project on the Node that the lock file pins', async () => {
    const { optionalDependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    const [version] = Object.entries(optionalDependencies).flatMap(([name, one]) =>
      name.endsWith(`-${MACHINE}`) ? [one] : [],
    );
    const child = spawn(process.execPath, [join(ROOT, 'infra/node.js'), '-p', 'process.version'], { cwd: folder });
    expect((await text(child.stdout)).trim()).toBe(`v${version}`);
  });

  it('runs a program on the Node of the package, with its arguments, if the own Node is too old', async () => {
    const node = await install();
    const print = 'console.log(JSON.stringify([process.argv0, ...process.argv.slice(2)]))';
    await writeFile(join(folder, 'program.js'), print);
    const { printed } = await run(['program.js', 'a b', '--watch'], ['--import', OLD]);
    expect(JSON.parse(printed)).toEqual([node, 'a b', '--watch']);
  });

  it('runs a tool of the packages by its name', async () => {
    await install();
    await mkdir(join(folder, 'node_modules/tool'));
    await writeFile(join(folder, 'node_modules/tool/package.json'), JSON.stringify({ bin: { tool: './cli.cjs' } }));
    await writeFile(join(folder, 'node_modules/tool/cli.cjs'), 'console.log("tool", process.argv[2])');
    expect(await run(['tool', 'run'])).toMatchObject({ printed: 'tool run', status: 0 });
  });

  it('puts that Node first on the path of what the program starts', async () => {
    const node = await install();
    expect((await run(['-p', 'process.env.PATH'])).printed.split(':')[0]).toBe(dirname(node));
  });

  it('ends as the program ends', async () => {
    await install();
    expect((await run(['-e', 'process.exit(7)'])).status).toBe(7);
    expect((await run(['-e', 'process.kill(process.pid, "SIGKILL")'])).status).toBe(137);
  });

  it('hands a signal on, and waits until the program has ended', async () => {
    await install();
    const program = 'process.on("SIGTERM", () => process.exit(3)); setInterval(() => {}, 1e6); console.log("ready")';
    const child = start(['-e', program]);
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([3, null]);
  });

  it('takes the own Node if it is new enough and no package is installed', async () => {
    expect((await run(['-p', 'process.argv0'])).printed).toBe(process.execPath);
  });

  it('takes the own Node if that of the package does not start on this machine', async () => {
    await install('#!/lib/of/another/kind\n');
    expect((await run(['-p', 'process.argv0'])).printed).toBe(process.execPath);
  });

  it('says what to do if the package is not installed and the own Node is too old', async () => {
    const { complained, status } = await run(['-p', '1'], ['--import', OLD]);
    expect(complained).toBe(
      'This needs Node 24 or newer, and your own Node is 20.1.0.\n' +
        `The package node-${MACHINE} is not installed: run npm ci, or install Node 24 or newer yourself.\n`,
    );
    expect(status).toBe(1);
  });

  it('says so if the Node of the package does not start and the own Node is too old', async () => {
    await install('#!/lib/of/another/kind\n');
    const { complained, status } = await run(['-p', '1'], ['--import', OLD]);
    expect(complained).toContain(`The package node-${MACHINE} does not start here (ENOENT)`);
    expect(status).toBe(1);
  });

  it('says so if no package brings Node for this kind of machine', async () => {
    await describeProject({ 'node-aix-ppc64': '24.0.0' });
    const { complained, status } = await run(['-p', '1'], ['--import', OLD]);
    expect(complained).toContain(`No package brings Node for ${process.platform} ${process.arch}`);
    expect(status).toBe(1);
  });
});

/** The cookies of a request, by name. */
export function readCookies(header: string | undefined): Readonly<Record<string, string>> {
  const pairs = (header ?? '').split(';').flatMap((pair) => {
    const cut = pair.indexOf('=');
    return cut < 1 ? [] : [[pair.slice(0, cut).trim(), pair.slice(cut + 1).trim()] as const];
  });
  return Object.fromEntries(pairs);
}

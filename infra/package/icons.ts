import { PNG } from 'pngjs';
import { type Problem, problems } from './problem.ts';

/** The pixels, each with one byte for red, green, blue and alpha. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * Checks Microsoft's rules for the two icons
 * (https://learn.microsoft.com/microsoftteams/platform/concepts/design/design-teams-app-icon-store-appbar). The
 * colour icon fills its whole square, because Teams cuts the corners. The outline icon is white and otherwise
 * transparent, because Teams colours it.
 */
export function checkIcon(kind: 'color' | 'outline', file: string, bytes: Buffer): readonly Problem[] {
  const size = kind === 'color' ? 192 : 32;
  const picture = decoded(bytes);
  if (picture === undefined) return problems('icon', [`${file} is not a PNG picture: save it as one`]);
  const { width, height } = picture;
  if (width !== size || height !== size)
    return problems('icon', [`${file} is ${width}×${height} pixels: draw it in ${size}×${size}`]);
  const wrong = kind === 'color' ? colorObjection(picture) : outlineObjection(picture);
  return problems('icon', wrong === undefined ? [] : [`${file} ${wrong}`]);
}

function colorObjection({ data }: Picture): string | undefined {
  const clear = pixels(data).some(([, , , alpha]) => alpha < 255);
  return clear ? 'is transparent in places: give it a background up to its corners' : undefined;
}

function outlineObjection({ data }: Picture): string | undefined {
  const all = pixels(data);
  const shown = all.filter(([, , , alpha]) => alpha > 0);
  if (shown.length === 0) return 'shows nothing: draw the symbol in white';
  if (shown.length === all.length) return 'has no transparent background: leave everything but the symbol transparent';
  const coloured = shown.some(([red, green, blue]) => red < 255 || green < 255 || blue < 255);
  return coloured ? 'holds another colour than white: draw the symbol in white only' : undefined;
}

function pixels(data: Uint8Array): readonly (readonly [number, number, number, number])[] {
  return Array.from({ length: data.length / 4 }, (_, index) => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(index * 4, index * 4 + 4);
    return [red, green, blue, alpha] as const;
  });
}

function decoded(bytes: Buffer): Picture | undefined {
  try {
    return PNG.sync.read(bytes);
  } catch {
    return undefined;
  }
}

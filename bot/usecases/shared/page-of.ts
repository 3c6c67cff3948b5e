/** One page of a list. A page that does not exist is the nearest one that does. */
interface Page<T> {
  readonly shown: readonly T[];
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  readonly total: number;
}

export function pageOf<T>(all: readonly T[], wanted: number, size: number): Page<T> {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const page = Math.min(Math.max(1, wanted), pages);
  return { shown: all.slice((page - 1) * size, page * size), page, pages, total: all.length };
}

/** Microsoft's own example of the report has an offset without its leading zero, as in `-8:00`, which no Date takes. */
const SHORT_OFFSET = /([+-])(\d:\d\d)$/;

/** The moment that Graph names. Undefined if it cannot be read. */
export function instantIn(text: string | undefined): Date | undefined {
  const at = new Date((text ?? '').replace(SHORT_OFFSET, '$10$2'));
  return Number.isNaN(at.getTime()) ? undefined : at;
}

/** This near to its end, the log follows what comes. */
const NEAR = 48;
const MARGIN = 8;

/**
 * Keeps the right part of the log in sight. It stays at its end while the newest is in sight, also if a card grows after it
 * was drawn. What the person has pressed does not leave the window, whatever comes below it.
 */
export function startLog(log) {
  let atEnd = true;
  let pressed;
  const watch = new ResizeObserver(() => atEnd && toEnd());
  watch.observe(log);
  log.addEventListener('scroll', () => {
    atEnd = distance() < NEAR;
  });
  log.addEventListener('click', ({ target }) => {
    const box = target.closest('[data-id]');
    if (box === null || target.closest('button, a, input') === null) return;
    const inside = target.getBoundingClientRect().top - box.getBoundingClientRect().top;
    pressed = { id: box.dataset.id, inside };
  });

  const distance = () => log.scrollHeight - log.scrollTop - log.clientHeight;
  const boxOf = (id) => log.querySelector(`[data-id="${CSS.escape(id)}"]`);

  /** The furthest that the log may be scrolled: what was pressed, or what took its place, stays below the upper edge. */
  function limit() {
    const box = pressed && boxOf(pressed.id);
    if (!box) return Number.POSITIVE_INFINITY;
    const inside = Math.max(0, Math.min(pressed.inside, box.offsetHeight - NEAR));
    return box.getBoundingClientRect().top - log.getBoundingClientRect().top + log.scrollTop + inside - MARGIN;
  }

  function toEnd() {
    log.scrollTop = Math.min(log.scrollHeight - log.clientHeight, limit());
  }

  return {
    boxOf,
    /** All is drawn again: the newest is in sight. */
    fill: (...boxes) => {
      pressed = undefined;
      atEnd = true;
      watch.disconnect();
      watch.observe(log);
      log.replaceChildren(...boxes);
      for (const box of boxes) watch.observe(box);
      toEnd();
    },
    put: (drawn, id) => {
      const old = boxOf(id);
      const follows = atEnd;
      const isPressed = pressed?.id === id;
      if (old) old.replaceWith(drawn);
      else log.append(drawn);
      watch.observe(drawn);
      if (follows || !old) toEnd();
      // The answer takes the place of the card that was pressed, and may be taller or lower.
      if (isPressed) drawn.scrollIntoView({ block: drawn.offsetHeight > log.clientHeight ? 'start' : 'nearest' });
      atEnd = follows || distance() < NEAR;
      return old;
    },
    /** The person writes: what comes next counts, and no longer what was pressed before. */
    forget: () => {
      pressed = undefined;
      atEnd = true;
    },
  };
}

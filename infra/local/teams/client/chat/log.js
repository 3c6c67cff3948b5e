/** This near to its end, the log follows what comes. */
const NEAR = 48;
const MARGIN = 8;
const BORDERS = { box: 'border-box' };
/** A message that takes more of the log than this part may leave in part: else what comes below it would not be seen. */
const WHOLE = 0.6;

/**
 * Keeps the right part of the log in sight. It stays at its end while the newest is in sight, also if a card grows after it
 * was drawn. What the person has pressed does not leave the window, whatever comes below it.
 */
export function startLog(log) {
  let [atEnd, lastTop] = [true, 0];
  let pressed;
  const watch = new ResizeObserver(() => atEnd && toEnd());
  watch.observe(log);
  log.addEventListener('scroll', () => {
    // A card that grows changes the distance, too: only a person who scrolls back leaves the end.
    if (distance() < NEAR) atEnd = true;
    else if (log.scrollTop < lastTop) atEnd = false;
    lastTop = log.scrollTop;
  });
  // A card keeps the event of its buttons to itself, so this listens on the way in.
  const note = ({ target }) => {
    const box = target.closest('[data-id]');
    if (box === null || target.closest('button, a, input') === null) return;
    const inside = target.getBoundingClientRect().top - box.getBoundingClientRect().top;
    pressed = { id: box.dataset.id, inside };
  };
  log.addEventListener('click', note, { capture: true });

  const distance = () => log.scrollHeight - log.scrollTop - log.clientHeight;
  const boxOf = (id) => log.querySelector(`[data-id="${CSS.escape(id)}"]`);

  /** The furthest that the log may be scrolled: what was pressed, or what took its place, stays below the upper edge. */
  function limit() {
    const box = pressed && boxOf(pressed.id);
    if (!box) return Number.POSITIVE_INFINITY;
    const isLow = box.offsetHeight < log.clientHeight * WHOLE;
    const inside = isLow ? 0 : Math.max(0, Math.min(pressed.inside, box.offsetHeight - NEAR));
    return box.getBoundingClientRect().top - log.getBoundingClientRect().top + log.scrollTop + inside - MARGIN;
  }

  function toEnd() {
    log.scrollTop = Math.min(log.scrollHeight - log.clientHeight, limit());
    lastTop = log.scrollTop;
  }

  return {
    boxOf,
    isPressed: (id) => pressed?.id === id,
    /** All is drawn again: the newest is in sight. */
    fill: (...boxes) => {
      pressed = undefined;
      atEnd = true;
      watch.disconnect();
      watch.observe(log);
      log.replaceChildren(...boxes);
      for (const box of boxes) watch.observe(box, BORDERS);
      toEnd();
    },
    put: (drawn, id) => {
      const old = boxOf(id);
      const follows = atEnd;
      const isPressed = pressed?.id === id;
      if (old) old.replaceWith(drawn);
      else log.append(drawn);
      watch.observe(drawn, BORDERS);
      if (follows || !old) toEnd();
      // The answer takes the place of the card that was pressed, and may be taller or lower.
      if (isPressed) drawn.scrollIntoView({ block: drawn.offsetHeight > log.clientHeight ? 'start' : 'nearest' });
      atEnd = follows || distance() < NEAR;
      lastTop = log.scrollTop;
      return old;
    },
    /** The person writes: what comes next counts, and no longer what was pressed before. */
    forget: () => {
      pressed = undefined;
      atEnd = true;
    },
  };
}

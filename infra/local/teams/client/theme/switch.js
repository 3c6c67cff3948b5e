import { NEXT_THEME } from './palettes.js';

/** Each press shows the next theme, which is kept for the next visit. Cards have colours of their own: `drawAgain` draws them. */
export function startThemes(button, drawAgain) {
  button.addEventListener('click', () => {
    const root = document.documentElement;
    root.dataset.theme = NEXT_THEME[root.dataset.theme] ?? 'dark';
    localStorage.setItem('theme', root.dataset.theme);
    drawAgain();
  });
}

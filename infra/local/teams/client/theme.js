// This runs before the page is drawn, so that the other theme is never seen for a moment.
const chosen = localStorage.getItem('theme');
const dark = matchMedia('(prefers-color-scheme: dark)').matches;
const contrast = matchMedia('(prefers-contrast: more)').matches;
document.documentElement.dataset.theme = chosen ?? (contrast ? 'contrast' : dark ? 'dark' : 'light');

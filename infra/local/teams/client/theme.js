// Runs before the page is drawn, so that a chosen theme never flashes.
const chosen = localStorage.getItem('theme');
const dark = matchMedia('(prefers-color-scheme: dark)').matches;
document.documentElement.dataset.theme = chosen ?? (dark ? 'dark' : 'light');

/** The style of the pages: readable in light and dark, down to the width of a phone. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1b1b1f;--quiet:#5a5a63;--paper:#fff;--ground:#eef1f6;--line:#c9ccd4;--main:#0f5fb8;--on-main:#fff;--alert:#a4262c}
@media (prefers-color-scheme:dark){:root{--ink:#f3f3f5;--quiet:#b9bac3;--paper:#26272c;--ground:#16171a;--line:#4b4d56;--main:#7ab8ff;--on-main:#0b1a2b;--alert:#ff9aa0}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);color:var(--ink);font:16px/1.45 "Segoe UI",system-ui,sans-serif}
main{width:min(27.5rem,100%);background:var(--paper);padding:1.75rem 2rem;box-shadow:0 2px 12px #0003}
@media (max-width:30rem){body{place-items:start stretch}main{min-height:100vh;padding:1.25rem;box-shadow:none}}
h1{font-size:1.4rem;margin:.25rem 0}
p{margin:.5rem 0}
.brand{font-weight:600;margin:0 0 1rem}
.quiet{color:var(--quiet);display:block;font-size:.875rem}
.brand .quiet{display:inline;font-weight:400}
ul{list-style:none;margin:1rem -.75rem;padding:0}
button{font:inherit;color:inherit;cursor:pointer;background:none;border:1px solid transparent;border-radius:4px;padding:.5rem .75rem}
button:hover{background:var(--ground)}
button:focus-visible{outline:3px solid var(--main);outline-offset:1px}
.account{display:flex;gap:.85rem;align-items:center;width:100%;text-align:left}
.account strong{display:block;font-weight:600}
.face{flex:none;width:2.5rem;height:2.5rem;border-radius:50%;display:grid;place-items:center;background:var(--main);color:var(--on-main);font-weight:600}
.link{color:var(--main);padding:.25rem 0;text-decoration:underline}
.shown{font-size:3rem;font-weight:600;text-align:center;letter-spacing:.1em;margin:.25rem 0}
.phone{border:1px solid var(--line);border-radius:14px;padding:.75rem 1rem}
legend{padding:0 .4rem;color:var(--quiet);font-size:.875rem}
.numbers{display:flex;gap:.75rem;justify-content:center;margin:.75rem 0}
.number{border-color:var(--line);font-size:1.3rem;min-width:4rem;min-height:3rem}
.row{display:flex;gap:.75rem}
.main{background:var(--main);color:var(--on-main)}
.main:hover{background:var(--main);text-decoration:underline}
.second{border-color:var(--line)}
.alert{color:var(--alert)}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
`;

// Runs on the sign-in page's last step, before teams-js: hands the code to Teams, which closes the window. Outside
// Teams nothing answers, and the page goes on showing the code.

// teams-js would ask a CDN for its list of hosts, which the page's policy forbids. Refused quietly, it uses the list
// that it brings along.
window.fetch = () => Promise.reject(new Error('This page fetches nothing.'));

document.addEventListener('DOMContentLoaded', () => {
  const { code, origins } = document.querySelector('output').dataset;
  const teams = window.microsoftTeams;

  teams?.app
    .initialize(JSON.parse(origins))
    .then(() => teams.authentication.notifySuccess(code))
    .catch(() => undefined);
});

// Runs on the sign-in page's last step: hands the code to Teams, which closes the window. Outside Teams nothing
// answers, and the page goes on showing the code.
const { code, origins } = document.querySelector('output').dataset;
const teams = window.microsoftTeams;

teams?.app
  .initialize(JSON.parse(origins))
  .then(() => teams.authentication.notifySuccess(code))
  .catch(() => undefined);

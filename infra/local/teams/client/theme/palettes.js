/**
 * The colours of cards in Teams, as Microsoft's card designer has them for its light and its dark theme: `hostConfigs/
 * microsoft-teams-*.json` in the package adaptivecards-designer. Microsoft publishes no such file for high contrast: those are
 * the colours of Fluent's theme for Teams in high contrast. A colour may be `#AARRGGBB`.
 *
 * `text`: a colour, and the same for text that is subtle. `backgrounds`: of a container, and its border. `onColour`: text on a
 * container that has a style.
 */
export const PALETTES = {
  light: {
    text: {
      default: ['#252424', '#bf252424'],
      dark: ['#252424', '#bf252424'],
      light: ['#ffffff', '#fff3f2f1'],
      accent: ['#6264a7', '#8b8cc7'],
      good: ['#92c353', '#e592c353'],
      warning: ['#f8d22a', '#e5f8d22a'],
      attention: ['#c4314b', '#e5c4314b'],
    },
    backgrounds: {
      default: ['#ffffff', '#cccccc'],
      emphasis: ['#f9f8f7', '#666666'],
      accent: ['#c7def9', '#62a8f7'],
      good: ['#ccffcc', '#69e569'],
      attention: ['#ffc5b2', '#ff764c'],
      warning: ['#ffe2b2', '#ffbc51'],
    },
    onColour: ['#252424', '#bf252424'],
    line: '#eeeeee',
  },
  dark: {
    text: {
      default: ['#ffffff', '#bfffffff'],
      dark: ['#201f1f', '#2d2c2c'],
      light: ['#ffffff', '#bfffffff'],
      accent: ['#a6a7dc', '#8b8cc7'],
      good: ['#92c353', '#e592c353'],
      warning: ['#f8d22a', '#e5f8d22a'],
      attention: ['#d74654', '#e5d74654'],
    },
    backgrounds: {
      default: ['#2d2c2c', '#cccccc'],
      emphasis: ['#292828', '#666666'],
      accent: ['#c7def9', '#62a8f7'],
      good: ['#ccffcc', '#69e569'],
      attention: ['#ffc5b2', '#ff764c'],
      warning: ['#ffe2b2', '#ffbc51'],
    },
    onColour: ['#201f1f', '#2d2c2c'],
    line: '#eeeeee',
  },
  contrast: {
    text: {
      default: ['#ffffff', '#ffffff'],
      dark: ['#ffffff', '#ffffff'],
      light: ['#ffffff', '#ffffff'],
      accent: ['#ffff01', '#ffff01'],
      good: ['#3ff23f', '#3ff23f'],
      warning: ['#ffff01', '#ffff01'],
      attention: ['#ffff01', '#ffff01'],
    },
    backgrounds: {
      default: ['#000000', '#ffffff'],
      emphasis: ['#000000', '#ffffff'],
      accent: ['#000000', '#1aebff'],
      good: ['#000000', '#3ff23f'],
      attention: ['#000000', '#ffff01'],
      warning: ['#000000', '#ffff01'],
    },
    onColour: ['#ffffff', '#ffffff'],
    line: '#ffffff',
  },
};

/** The themes of Teams, each with the one that follows it. */
export const NEXT_THEME = { light: 'dark', dark: 'contrast', contrast: 'light' };

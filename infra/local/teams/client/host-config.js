import { PALETTES } from './theme/palettes.js';

/** Gives Microsoft's renderer the look of Teams, in the colours that Teams has: what is hard to read there is so here. */
export function hostConfig() {
  const style = getComputedStyle(document.documentElement);
  const font = (name) => style.getPropertyValue(`--${name}`).trim();
  const { text, backgrounds, onColour, line } = PALETTES[document.documentElement.dataset.theme] ?? PALETTES.light;
  const pair = ([normal, subtle]) => ({ default: normal, subtle });
  const colours = Object.fromEntries(Object.entries(text).map(([name, two]) => [name, pair(two)]));
  const container = ([name, [backgroundColor, borderColor]]) => {
    const isPlain = name === 'default' || name === 'emphasis';
    const foregroundColors = isPlain ? colours : { ...colours, default: pair(onColour) };
    return [name, { backgroundColor, borderColor, foregroundColors }];
  };
  return {
    fontFamily: font('font'),
    fontTypes: {
      default: { fontFamily: font('font') },
      monospace: { fontFamily: font('mono') },
    },
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: line },
    supportsInteractivity: true,
    containerStyles: Object.fromEntries(Object.entries(backgrounds).map(container)),
    actions: {
      maxActions: 6,
      spacing: 'default',
      buttonSpacing: 8,
      showCard: { actionMode: 'inline', inlineTopMargin: 12 },
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
    },
    inputs: {
      label: { inputSpacing: 'none', requiredInputs: { suffix: ' *', suffixColor: 'default' } },
      errorMessage: { color: 'default', size: 'small' },
    },
    factSet: { title: { weight: 'bolder', wrap: true, maxWidth: 150 }, value: { wrap: true }, spacing: 12 },
    textBlock: { headingLevel: 2 },
    textStyles: { heading: { size: 'large', weight: 'bolder' }, columnHeader: { weight: 'bolder' } },
    table: { cellSpacing: 8 },
    media: { allowInlinePlayback: false },
  };
}

/**
 * Gives Microsoft's renderer the look of Teams. The colours are those of the page, so that both themes are readable.
 */
export function hostConfig() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const pair = (name, subtle = name) => ({ default: colour(name), subtle: colour(subtle) });
  const foregroundColors = {
    default: pair('text', 'soft'),
    dark: pair('text', 'soft'),
    light: pair('soft'),
    accent: pair('link'),
    good: pair('good'),
    warning: pair('warn'),
    attention: pair('bad'),
  };
  const container = (background, border = 'line') => ({
    backgroundColor: colour(background),
    borderColor: colour(border),
    foregroundColors,
  });
  return {
    fontFamily: colour('font'),
    fontTypes: {
      default: { fontFamily: colour('font') },
      monospace: { fontFamily: colour('mono') },
    },
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: colour('line') },
    supportsInteractivity: true,
    containerStyles: {
      default: container('surface'),
      emphasis: container('page'),
      accent: container('fill-accent'),
      good: container('fill-good', 'good'),
      warning: container('fill-warn', 'warn'),
      attention: container('fill-bad', 'bad'),
    },
    actions: {
      maxActions: 6,
      spacing: 'default',
      buttonSpacing: 8,
      showCard: { actionMode: 'inline', inlineTopMargin: 12 },
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
    },
    inputs: {
      label: { inputSpacing: 'none', requiredInputs: { suffix: ' *', suffixColor: 'attention' } },
      errorMessage: { color: 'attention', size: 'small' },
    },
    factSet: { title: { weight: 'bolder', wrap: true, maxWidth: 150 }, value: { wrap: true }, spacing: 12 },
    textBlock: { headingLevel: 2 },
    textStyles: { heading: { size: 'large', weight: 'bolder' }, columnHeader: { weight: 'bolder' } },
    table: { cellSpacing: 8 },
    media: { allowInlinePlayback: false },
  };
}

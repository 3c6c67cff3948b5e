const { CardElement, GlobalRegistry, SerializationContext, StringProperty, Versions } = window.AdaptiveCards;

/**
 * Draws Teams' CodeBlock, which Microsoft's web renderer does not know: monospaced text with a button that copies it.
 */
class CodeBlock extends CardElement {
  static codeSnippetProperty = new StringProperty(Versions.v1_0, 'codeSnippet', true);
  static languageProperty = new StringProperty(Versions.v1_0, 'language', true);

  getJsonTypeName() {
    return 'CodeBlock';
  }

  populateSchema(schema) {
    super.populateSchema(schema);
    schema.add(CodeBlock.codeSnippetProperty, CodeBlock.languageProperty);
  }

  internalRender() {
    const text = this.getValue(CodeBlock.codeSnippetProperty) ?? '';
    const box = document.createElement('div');
    box.className = 'code-block';
    const bar = document.createElement('div');
    bar.className = 'bar';
    const label = document.createElement('span');
    const language = this.getValue(CodeBlock.languageProperty) ?? 'PlainText';
    label.textContent = language === 'PlainText' ? 'Plain text' : language;
    const copy = document.createElement('button');
    copy.type = 'button';
    copy.textContent = 'Copy';
    copy.addEventListener('click', async () => {
      copy.textContent = await navigator.clipboard.writeText(text).then(
        () => 'Copied',
        () => 'Select and copy by hand',
      );
    });
    bar.append(label, copy);
    const pre = document.createElement('pre');
    pre.textContent = text;
    box.append(bar, pre);
    return box;
  }
}

/** So wide is the page of a phone at most. Its layout changes at the same width. */
const PHONE = matchMedia('(max-width: 640px)');

/** Calls `draw` when the page becomes as narrow as a phone's, or wider than that. */
export function onPhoneWidth(draw) {
  PHONE.addEventListener('change', draw);
}

/** Returns a registry of elements in which CodeBlock is known, but on a phone: Teams draws its fallback there. */
export function cardContext() {
  const elements = new window.AdaptiveCards.CardObjectRegistry();
  GlobalRegistry.populateWithDefaultElements(elements);
  if (!PHONE.matches) elements.register('CodeBlock', CodeBlock, Versions.v1_0);
  const context = new SerializationContext(Versions.latest);
  context.setElementRegistry(elements);
  return context;
}

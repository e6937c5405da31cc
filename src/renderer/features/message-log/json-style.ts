import type { Props } from 'react-json-view-lite';

/** The tree's own class names; colours in message-log.css come from the tokens, so one style serves both themes. */
export const jsonStyle: NonNullable<Props['style']> = {
  container: 'json mono',
  basicChildStyle: 'json-child',
  label: 'json-label',
  clickableLabel: 'json-label json-clickable',
  nullValue: 'json-other',
  undefinedValue: 'json-other',
  stringValue: 'json-text',
  booleanValue: 'json-other',
  numberValue: 'json-number',
  otherValue: 'json-other',
  punctuation: 'json-sign',
  expandIcon: 'json-icon json-expand',
  collapseIcon: 'json-icon json-collapse',
  collapsedContent: 'json-collapsed',
  childFieldsContainer: 'json-fields',
  noQuotesForStringValues: false,
  quotesForFieldNames: false,
  ariaLables: { collapseJson: 'Collapse', expandJson: 'Expand' },
  stringifyStringValues: true,
};

import { expect, test } from 'vitest';
import { RULES } from '../../../shared/audiohook/rules.ts';
import { ruleOf, rulesNaming, ruleText } from './rule-text.ts';

test('every rule of the code is in the pages, with its source', () => {
  for (const id of Object.keys(RULES)) expect(ruleOf(id)?.source, id).toBeTruthy();
  expect(ruleText('AH-04')).toMatch(/^seq starts at 1/);
  expect(ruleText('RT-08')).toMatch(/error event/);
  expect(ruleText('bot-error')).toBeUndefined();
});

test('a message is explained by the rules that name it, by whole words', () => {
  const ids = (type: string, leg: 'genesys' | 'bot') => rulesNaming(type, leg).map(rule => rule.id);
  expect(ids('opened', 'genesys')).toEqual(expect.arrayContaining(['AH-10', 'AH-13']));
  expect(ids('open', 'genesys')).not.toContain('AH-12');
  expect(ids('pong', 'genesys')).toEqual(['AH-15']);
  expect(ids('session.update', 'bot')).toContain('RT-01');
});

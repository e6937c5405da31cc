/** The page as a person uses it: one name for each thing that the specs touch. */
import { expect, type Locator, type Page } from '@playwright/test';

export type Leg = 'genesys' | 'bot' | 'console';
export type Lane = 'caller' | 'bot';

export class ConsolePage {
  readonly page: Page;
  readonly sessions: Locator;
  readonly log: Locator;

  constructor(page: Page) {
    this.page = page;
    this.sessions = page.getByRole('listbox', { name: 'Sessions' }).getByRole('option');
    this.log = page.getByLabel('Messages', { exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** The session in the list, whichever of its states it is in. */
  session(id: string): Locator {
    return this.page.locator(`[role=option][data-session-id="${id}"]`);
  }

  messages(leg: Leg, type?: string): Locator {
    return this.log.locator(`[data-leg="${leg}"]${type ? `[data-type="${type}"]` : ''}`);
  }

  lane(name: Lane): Locator {
    return this.page.getByTestId(`lane-${name}`);
  }

  /**
   * Presses Call and waits for the live session: one row, which stands for the server's view and the caller's.
   * @returns the id of the server's
   */
  async call(): Promise<string> {
    await this.button('Call').click();
    const live = this.sessions.and(
      this.page.locator('[data-state="live"][data-roles~="server"][data-roles~="client"]'),
    );
    await expect(live).toHaveCount(1);
    return (await live.getAttribute('data-session-id')) ?? '';
  }

  async hangUp(id: string): Promise<void> {
    await this.button('Hang up').click();
    await expect(this.session(id)).toHaveAttribute('data-state', 'ended');
  }

  /** Waits until something was heard in a lane: `louderThan` is a peak of 0 to 127. */
  async expectSound(lane: Lane, louderThan = 10): Promise<void> {
    await expect
      .poll(async () => Number(await this.lane(lane).getAttribute('data-peak')), { message: `peak of ${lane}` })
      .toBeGreaterThan(louderThan);
  }

  /**
   * Begins something long by `start` and cancels it as soon as `cancel` is drawn: in the page itself, so that it is not
   * over before a test on a busy machine has found the button.
   */
  async cancelAtOnce(start: Locator, cancel: string): Promise<void> {
    await this.page.evaluate(name => {
      const press = () => {
        const button = [...document.querySelectorAll('button')].find(one => one.textContent === name);
        if (!button) return;
        watching.disconnect();
        button.click();
      };
      const watching = new MutationObserver(press);
      watching.observe(document.body, { childList: true, subtree: true, characterData: true });
    }, cancel);
    await start.click();
  }

  /** Opens the findings: the button is called by whether something is wrong. */
  async lookCloser(): Promise<void> {
    await this.page.getByRole('button', { name: /^(Look closer|What to do)$/ }).click();
  }

  /** Goes to the log's first row: only rows near the visible ones are in the page, and a live log follows its end. */
  async toFirstMessage(): Promise<void> {
    await expect(this.log.getByRole('option').first()).toBeVisible();
    await this.log.focus();
    await this.page.keyboard.press('Home');
  }

  /** Empties the filter, and waits until all rows are back: a key that came before would be for those of the filter. */
  async clearFilter(): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Filter messages' }).fill('');
    await expect(this.page.getByTestId('log-count')).toHaveText(/^[\d\s]+ rows?$/);
  }

  /** Goes to the log's newest row, which a live log follows from then on, and closes the message again. */
  async toNewestMessage(): Promise<void> {
    await this.log.focus();
    await this.page.keyboard.press('End');
    await this.page.keyboard.press('Escape');
  }

  /** The open session shows both voices and both legs. */
  async expectRecording(): Promise<void> {
    await this.expectSound('caller');
    await this.expectSound('bot');
    await this.toFirstMessage();
    await expect(this.messages('genesys', 'open')).toBeVisible();
    await expect(this.messages('bot').first()).toBeVisible();
  }
}

/** The scripts that ship. Checked when they are listed. */
import greetAskInterruptGoodbye from './greet-ask-interrupt-goodbye.json' with { type: 'json' };
import pressKeys from './press-keys.json' with { type: 'json' };

export const SHIPPED_SCRIPTS: readonly unknown[] = [greetAskInterruptGoodbye, pressKeys];

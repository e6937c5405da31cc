/** Token counts as OpenAI's guide on realtime costs gives them; text at its rule of thumb of 4 characters a token. */

export interface Extent {
  readonly textLength: number;
  readonly userAudioMs: number;
  readonly assistantAudioMs: number;
}

const CHARACTERS_A_TOKEN = 4;
const USER_MS_A_TOKEN = 100;
const ASSISTANT_MS_A_TOKEN = 50;

/** The whole conversation is read again for each response, so the input grows with it. */
export function usageOf(
  input: Extent,
  output: { readonly textLength: number; readonly audioMs: number },
): Record<string, unknown> {
  const textIn = Math.ceil(input.textLength / CHARACTERS_A_TOKEN);
  const audioIn =
    Math.floor(input.userAudioMs / USER_MS_A_TOKEN) + Math.floor(input.assistantAudioMs / ASSISTANT_MS_A_TOKEN);
  const textOut = Math.ceil(output.textLength / CHARACTERS_A_TOKEN);
  const audioOut = Math.floor(output.audioMs / ASSISTANT_MS_A_TOKEN);
  return {
    total_tokens: textIn + audioIn + textOut + audioOut,
    input_tokens: textIn + audioIn,
    output_tokens: textOut + audioOut,
    input_token_details: {
      text_tokens: textIn,
      audio_tokens: audioIn,
      image_tokens: 0,
      cached_tokens: 0,
      cached_tokens_details: { text_tokens: 0, audio_tokens: 0, image_tokens: 0 },
    },
    output_token_details: { text_tokens: textOut, audio_tokens: audioOut },
  };
}

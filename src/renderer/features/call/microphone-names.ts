/** Known on both threads. */
export const MICROPHONE_PROCESSOR = 'audiohook-microphone';

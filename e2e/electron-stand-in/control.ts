/** The tests' door into the stand-in: questions and answers over the process's IPC channel. */
import { shown } from './browser-window.ts';
import { record, type StandInRecord } from './record.ts';
import { askPermission, type PermissionQuestion } from './session.ts';
import type { Sender } from './web-contents.ts';

export type ControlRequest =
  | { ask: 'record' }
  | { ask: 'endpoint' }
  | { ask: 'permission'; question: PermissionQuestion }
  | { ask: 'attach-webview' }
  /** Sends on the page's channel as a frame of the test's choosing would. */
  | { ask: 'send-as'; sender: Sender; channel: string; message?: unknown };

export type ControlAnswers = {
  record: StandInRecord;
  endpoint: string;
  permission: { request: boolean; check: boolean };
  'attach-webview': boolean;
  'send-as': null;
};

async function answer(request: ControlRequest): Promise<ControlAnswers[keyof ControlAnswers]> {
  const { contents, endpoint } = shown;
  if (request.ask === 'record') return record;
  if (!contents || !endpoint) throw new Error('There is no window yet.');
  switch (request.ask) {
    case 'endpoint':
      return endpoint;
    case 'permission':
      return askPermission(contents.electron, request.question);
    case 'attach-webview':
      return contents.mayAttachWebview();
    case 'send-as':
      contents.fromPage(request.sender, request.channel, request.message === undefined ? [] : [request.message]);
      return null;
  }
}

process.on('message', (message: { standIn: number; request: ControlRequest }) => {
  answer(message.request).then(
    value => process.send?.({ standIn: message.standIn, value }),
    error => process.send?.({ standIn: message.standIn, error: String(error) }),
  );
});

/** The tests' door into the stand-in: questions and answers over the process's IPC channel. */
import { appEvents } from './app.ts';
import { shown } from './browser-window.ts';
import { clickMenu } from './menu.ts';
import { record, type StandInRecord } from './record.ts';
import { askPermission, type PermissionQuestion } from './session.ts';
import { dialogAnswer, powerEvents } from './system.ts';
import type { Sender } from './web-contents.ts';

export type ControlRequest =
  | { ask: 'record' }
  | { ask: 'endpoint' }
  | { ask: 'permission'; question: PermissionQuestion }
  | { ask: 'attach-webview' }
  | { ask: 'click-menu'; id: string }
  | { ask: 'open-file'; path: string }
  | { ask: 'power'; event: 'suspend' | 'resume' }
  /** The next file dialog is answered with these. */
  | { ask: 'answer-dialog'; filePaths: string[] }
  /** Sends on the page's channel as a frame of the test's choosing would. */
  | { ask: 'send-as'; sender: Sender; channel: string; message?: unknown };

export type ControlAnswers = {
  record: StandInRecord;
  endpoint: string;
  permission: { request: boolean; check: boolean };
  'attach-webview': boolean;
  'send-as': null;
  'click-menu': null;
  'open-file': null;
  power: null;
  'answer-dialog': null;
};

async function answer(request: ControlRequest): Promise<ControlAnswers[keyof ControlAnswers]> {
  const { contents, endpoint } = shown;
  if (request.ask === 'record') return record;
  if (!contents || !endpoint) throw new Error('There is no window yet.');
  switch (request.ask) {
    case 'click-menu':
      clickMenu(request.id);
      return null;
    case 'open-file':
      appEvents.emitPreventable('open-file', {}, request.path);
      return null;
    case 'power':
      powerEvents.emit(request.event);
      return null;
    case 'answer-dialog':
      dialogAnswer.filePaths = request.filePaths;
      return null;
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

import { registerEnumType } from 'type-graphql';

/** Whether a source is read by itself. */
export const PollingState = {
  ACTIVE: 'ACTIVE',
  PAUSED: 'PAUSED',
} as const;
export type PollingState = keyof typeof PollingState;
registerEnumType(PollingState, {
  name: 'PollingState',
  description: 'Whether a source is read by itself.',
  valuesConfig: {
    ACTIVE: { description: 'It is read at intervals, and when its hub calls.' },
    PAUSED: { description: 'An operator or editor has halted it. It is read when somebody asks for it.' },
  },
});

/** Why a source is read next at the time it is. */
export const PollingReason = {
  NEW: 'NEW',
  RHYTHM: 'RHYTHM',
  PUBLISHER: 'PUBLISHER',
  HUB: 'HUB',
  BACK_OFF: 'BACK_OFF',
  RETRY_AFTER: 'RETRY_AFTER',
  REQUESTED: 'REQUESTED',
  UNFINISHED: 'UNFINISHED',
} as const;
export type PollingReason = keyof typeof PollingReason;
registerEnumType(PollingReason, {
  name: 'PollingReason',
  description: 'Why a source is read next at the time it is.',
  valuesConfig: {
    NEW: { description: 'It was never read.' },
    RHYTHM: { description: 'By then it has something new, as it has come so far.' },
    PUBLISHER: { description: 'Its feed or server asks not to be read earlier.' },
    HUB: { description: 'Its hub calls when there is something new; this is only to make sure.' },
    BACK_OFF: { description: 'The last runs failed: the waits grow from one to the next.' },
    RETRY_AFTER: { description: 'Its server named this time when it refused.' },
    REQUESTED: { description: 'Somebody asked for it.' },
    UNFINISHED: { description: 'The last run left pages to fetch.' },
  },
});

/** What started a run. */
export const RunTrigger = {
  SCHEDULE: 'SCHEDULE',
  REQUEST: 'REQUEST',
  HUB: 'HUB',
} as const;
export type RunTrigger = keyof typeof RunTrigger;
registerEnumType(RunTrigger, {
  name: 'RunTrigger',
  description: 'What started a run.',
  valuesConfig: {
    SCHEDULE: { description: 'It was due.' },
    REQUEST: { description: 'An editor or operator asked for it.' },
    HUB: { description: 'The hub of its feed delivered or announced something new (WebSub).' },
  },
});

/** How a run ended. */
export const RunOutcome = {
  RUNNING: 'RUNNING',
  SUCCEEDED: 'SUCCEEDED',
  NOT_MODIFIED: 'NOT_MODIFIED',
  FAILED: 'FAILED',
  INTERRUPTED: 'INTERRUPTED',
} as const;
export type RunOutcome = keyof typeof RunOutcome;
registerEnumType(RunOutcome, {
  name: 'RunOutcome',
  description: 'How a run ended.',
  valuesConfig: {
    RUNNING: { description: 'It has not ended.' },
    SUCCEEDED: { description: 'The feed was read to its end. Single entries may have been rejected.' },
    NOT_MODIFIED: { description: 'There was nothing new.' },
    FAILED: { description: 'The feed could not be had or read.' },
    INTERRUPTED: {
      description: 'The process stopped or died meanwhile. What it had stored stays; the rest is read again.',
    },
  },
});

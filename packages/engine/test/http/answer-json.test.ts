import { describe, expect, it } from "@jest/globals";
import { answerJson } from "../../src/http/answer-json.ts";

const at = new Date(1_492_443_961_284);
const event = { eventId: 1, eventTimestamp: at, eventType: "WorkflowExecutionCanceled" } as const;

describe("the body of an answer", () => {
  it("is empty where there is nothing to say", () => {
    expect(answerJson({})).toBe("");
    expect(answerJson({ reason: undefined, details: null })).toBe("");
  });

  it("has times as epoch seconds, however deep, and no member that is null", () => {
    const infos = [{ startTimestamp: at, parent: null, execution: { workflowId: "w", closed: { at } } }];
    expect(JSON.parse(answerJson({ infos, nextPageToken: undefined }))).toEqual({
      infos: [{ startTimestamp: 1_492_443_961.284, execution: { workflowId: "w", closed: { at: 1_492_443_961.284 } } }],
    });
  });

  it("has the events of a history, beside other members or alone", () => {
    const events = [{ ...event, workflowExecutionCanceledEventAttributes: { decisionTaskCompletedEventId: 4 } }];
    const onWire = [{ ...events[0], eventTimestamp: 1_492_443_961.284 }];
    expect(JSON.parse(answerJson({ events }))).toEqual({ events: onWire });
    expect(JSON.parse(answerJson({ taskToken: "t", events }))).toEqual({ taskToken: "t", events: onWire });
    expect(answerJson({ events: [] })).toBe('{"events":[]}');
  });
});

"""Starts workflows that Sweft decides, signals them, does their activities and reads their results: all in plain JSON,
or in a text that is no JSON. Prints what it met."""
import json
import sys
import time

import boto3
from botocore.config import Config

swf = boto3.client("swf", endpoint_url=sys.argv[1], config=Config(read_timeout=70, retries={"max_attempts": 1}))
domain = "shop"
for name in ("charge", "shout"):  # whoever does the work registers its types
    swf.register_activity_type(
        domain=domain, name=name, version="1", defaultTaskScheduleToStartTimeout="NONE",
        defaultTaskScheduleToCloseTimeout="NONE", defaultTaskStartToCloseTimeout="NONE",
        defaultTaskHeartbeatTimeout="NONE")


def run(name, workflow_id, start, signal, value, result):
    """One workflow from its start to its end; gives what the activity got, and what the run came to."""
    run_id = swf.start_workflow_execution(
        domain=domain, workflowId=workflow_id, workflowType={"name": name, "version": "1"},
        taskList={"name": "deciders"}, input=start)["runId"]
    execution = {"workflowId": workflow_id, "runId": run_id}
    swf.signal_workflow_execution(domain=domain, **execution, signalName=signal, input=value)
    for _ in range(30):  # polls end early in this engine
        task = swf.poll_for_activity_task(domain=domain, taskList={"name": "tills"}, identity="a till")
        if task.get("taskToken"):
            break
    swf.respond_activity_task_completed(taskToken=task["taskToken"], result=result)
    for _ in range(600):
        last = swf.get_workflow_execution_history(
            domain=domain, execution=execution, reverseOrder=True, maximumPageSize=1)["events"][0]
        if last["eventType"].startswith("WorkflowExecution") and "Signaled" not in last["eventType"]:
            break
        time.sleep(0.05)
    return {"work": task["input"], "end": last["workflowExecutionCompletedEventAttributes"]["result"]}


ran = run(
    "order", "boto3-order", json.dumps([{"item": "Bücher ✓", "cents": 4200}]),
    "approve", json.dumps({"by": "Ann"}), json.dumps({"receipt": "R-17"}))
alone = run(
    "order", "boto3-alone", json.dumps({"item": "a lone object", "cents": 1}),
    "approve", json.dumps({"by": "Bob"}), json.dumps({"receipt": "R-18"}))
text = run("echo", "boto3-text", "no JSON: Zürich ✓", "word", "[neither", "nor {this}")
print(json.dumps({name: {key: json.loads(value) for key, value in got.items()} for name, got in
                  {"ran": ran, "alone": alone, "text": text}.items()}))

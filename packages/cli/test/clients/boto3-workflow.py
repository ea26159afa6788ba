"""A workflow of one activity, from registration to its closed history, through boto3. Prints what the test checks."""
import json
import sys

import boto3
from botocore.config import Config

swf = boto3.client("swf", endpoint_url=sys.argv[1], config=Config(read_timeout=70, retries={"max_attempts": 1}))
domain, workflow, activity = "python", {"name": "order", "version": "1"}, {"name": "charge", "version": "1"}
deciders, workers = {"name": "deciders"}, {"name": "workers"}

swf.register_domain(name=domain, workflowExecutionRetentionPeriodInDays="1")
swf.register_workflow_type(
    domain=domain, **workflow, defaultTaskList=deciders, defaultChildPolicy="TERMINATE",
    defaultExecutionStartToCloseTimeout="3600", defaultTaskStartToCloseTimeout="60")
swf.register_activity_type(
    domain=domain, **activity, defaultTaskList=workers, defaultTaskScheduleToStartTimeout="NONE",
    defaultTaskScheduleToCloseTimeout="NONE", defaultTaskStartToCloseTimeout="NONE", defaultTaskHeartbeatTimeout="NONE")
run = swf.start_workflow_execution(
    domain=domain, workflowId="o-1", workflowType=workflow, input="Zürich ✓", tagList=["blue"])["runId"]

task = swf.poll_for_decision_task(domain=domain, taskList=deciders, identity="decider")
swf.respond_decision_task_completed(taskToken=task["taskToken"], decisions=[{
    "decisionType": "ScheduleActivityTask",
    "scheduleActivityTaskDecisionAttributes": {
        "activityType": activity, "activityId": "a", "input": task["events"][0][
            "workflowExecutionStartedEventAttributes"]["input"]}}])
work = swf.poll_for_activity_task(domain=domain, taskList=workers)
beat = swf.record_activity_task_heartbeat(taskToken=work["taskToken"])
swf.respond_activity_task_completed(taskToken=work["taskToken"], result=work["input"].upper())
task = swf.poll_for_decision_task(domain=domain, taskList=deciders, reverseOrder=True, maximumPageSize=3)
result = next(e for e in task["events"] if e["eventType"] == "ActivityTaskCompleted")
swf.respond_decision_task_completed(taskToken=task["taskToken"], decisions=[{
    "decisionType": "CompleteWorkflowExecution",
    "completeWorkflowExecutionDecisionAttributes": {
        "result": result["activityTaskCompletedEventAttributes"]["result"]}}])

pages = swf.get_paginator("get_workflow_execution_history").paginate(
    domain=domain, execution={"workflowId": "o-1", "runId": run}, maximumPageSize=4)
events = [event for page in pages for event in page["events"]]
closed = swf.list_closed_workflow_executions(
    domain=domain, startTimeFilter={"oldestDate": 0}, tagFilter={"tag": "blue"})["executionInfos"]
try:
    swf.signal_workflow_execution(domain=domain, workflowId="o-1", signalName="late")
    fault = None
except swf.exceptions.UnknownResourceFault as error:
    fault = error.response["Error"]
print(json.dumps({
    "cancelRequested": beat["cancelRequested"],
    "eventIds": [event["eventId"] for event in events],
    "last": events[-1]["workflowExecutionCompletedEventAttributes"]["result"],
    "inOrder": all(a["eventTimestamp"] <= b["eventTimestamp"] for a, b in zip(events, events[1:])),
    "closed": [info["closeStatus"] for info in closed],
    "fault": fault,
}))

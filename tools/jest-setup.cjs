// The AWS SDK announces which Node versions it will drop, once in each test file that opens its client. That is for
// whoever runs a worker, who still sees it; amid test results it only hides them.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

// Generated tests are the same at every run, so that a red run can be repeated. `FC_SEED=$RANDOM npm test` looks further.
require("fast-check").configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_301) });

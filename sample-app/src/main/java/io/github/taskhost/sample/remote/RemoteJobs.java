package io.github.taskhost.sample.remote;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.github.taskhost.TaskReporter;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskLinks;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.stereotype.Component;

/**
 * The kind {@code remote}. Each task runs as a job of the job service: it is started,
 * polled and cancelled there. A link from the task to its job lets a later attempt
 * continue the job instead of starting another.
 */
@Component
@RegisterReflectionForBinding({ RemoteJob.class, RemoteJobInput.class })
class RemoteJobs implements BackgroundTaskExecutor {

	static final String KIND = "remote";

	private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

	private final JobClient jobs;

	RemoteJobs(JobClient jobs) {
		this.jobs = jobs;
	}

	@Override
	public String kind() {
		return KIND;
	}

	@Override
	public Type inputType() {
		return RemoteJobInput.class;
	}

	@Override
	public KindOptions options() {
		return KindOptions.NONE.withReconcileInterval(POLL_INTERVAL);
	}

	@Override
	public boolean canReattach() {
		return true;
	}

	@Override
	public void start(BackgroundTaskRecord task, TaskReporter reporter) {
		String id = task.links().remoteTask();
		if (id != null) {
			reporter.output("remote", "attempt " + reporter.attempt() + " continues job " + id);
			report(this.jobs.find(id), reporter);
			return;
		}
		RemoteJob job = this.jobs.start(reporter.input(RemoteJobInput.class));
		reporter.link(new TaskLinks(null, job.id(), List.of()));
		reporter.output("remote", "job " + job.id() + " started");
		report(Optional.of(job), reporter);
	}

	@Override
	public void reconcile(BackgroundTaskRecord task, TaskReporter reporter) {
		String id = task.links().remoteTask();
		if (id != null) {
			report(this.jobs.find(id), reporter);
		}
	}

	@Override
	public void cancel(BackgroundTaskRecord task, TaskReporter reporter) {
		String id = task.links().remoteTask();
		Optional<RemoteJob> job = (id != null) ? this.jobs.cancel(id) : Optional.empty();
		// Without a job there is nothing left to cancel.
		job.ifPresentOrElse((found) -> report(found, reporter), () -> reporter.cancelled(null));
	}

	private void report(Optional<RemoteJob> job, TaskReporter reporter) {
		job.ifPresentOrElse((found) -> report(found, reporter),
				() -> reporter.fail(new TaskFailure(FailureKind.REPORTED, null,
						"The job service no longer has the job. Start a new task.")));
	}

	private void report(RemoteJob job, TaskReporter reporter) {
		reporter.progress(Progress.of(job.done(), job.steps(), "steps"));
		switch (job.state()) {
			case RUNNING -> reporter.status(job.text());
			case DONE -> {
				reporter.result(job);
				reporter.complete("Job " + job.name() + ": " + job.text());
			}
			case CANCELLED -> reporter.cancelled("Job " + job.name() + " was cancelled: " + job.text());
		}
	}

}

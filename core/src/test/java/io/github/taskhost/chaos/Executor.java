package io.github.taskhost.chaos;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.github.taskhost.TaskReporter;
import io.github.taskhost.error.AnswerRefusedException;
import io.github.taskhost.error.UnsupportedTaskOperationException;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.TaskFailure;

/**
 * An executor that completes, fails, throws, asks, hangs and stays silent at random. Once
 * the round is over, its next call ends the work.
 */
final class Executor implements BackgroundTaskExecutor {

	private final Storm storm;

	private final String kind;

	Executor(Storm storm, String kind) {
		this.storm = storm;
		this.kind = kind;
	}

	@Override
	public String kind() {
		return this.kind;
	}

	@Override
	public boolean canReattach() {
		return true;
	}

	private boolean isOver(TaskReporter reporter) {
		if (this.storm.calm().hasBegun()) {
			reporter.complete("the round is over");
			return true;
		}
		return false;
	}

	private static int chance() {
		return ThreadLocalRandom.current().nextInt(100);
	}

	private void hang() throws InterruptedException {
		this.storm.calm().await(Duration.ofDays(1));
	}

	@Override
	public void start(BackgroundTaskRecord task, TaskReporter reporter) throws Exception {
		if (isOver(reporter)) {
			return;
		}
		int chance = chance();
		if (chance < 10) {
			throw new Deliberate("a start");
		}
		else if (chance < 25) {
			reporter.complete("at once");
		}
		else if (chance < 30) {
			reporter.fail(TaskFailure.of(new Deliberate("a start that reports")));
		}
		else if (chance < 33) {
			hang();
		}
		else if (chance < 55) {
			reporter.ask((chance < 45 || this.kind.equals("silent")) ? Bodies.question(ThreadLocalRandom.current())
					: InputRequest.of("q" + chance % 3, "Go on?"));
		}
		else {
			reporter.output("out", "started");
			reporter.status("started");
		}
	}

	@Override
	public void deliver(BackgroundTaskRecord task, TaskMessage message, TaskReporter reporter) throws Exception {
		if (isOver(reporter)) {
			return;
		}
		int chance = chance();
		if (chance < 20) {
			throw new Deliberate("a delivery");
		}
		else if (chance < 25) {
			throw new AnswerRefusedException("Refused on purpose.");
		}
		else if (chance < 30) {
			throw new UnsupportedTaskOperationException(this.kind, "deliver");
		}
		else if (chance < 40) {
			reporter.complete("by a message");
		}
		else if (chance < 42) {
			hang();
		}
		else if (chance < 50) {
			reporter.ask(Bodies.question(ThreadLocalRandom.current()));
		}
		else {
			reporter.post("heard");
		}
	}

	@Override
	public void cancel(BackgroundTaskRecord task, TaskReporter reporter) throws Exception {
		int chance = this.storm.calm().hasBegun() ? 100 : chance();
		if (chance < 30) {
			throw new Deliberate("a cancellation");
		}
		else if (chance < 33) {
			hang();
		}
		else if (chance > 60) {
			reporter.cancelled("as requested");
		}
	}

	@Override
	public void reconcile(BackgroundTaskRecord task, TaskReporter reporter) throws Exception {
		if (isOver(reporter)) {
			return;
		}
		int chance = chance();
		if (chance < 10) {
			throw new Deliberate("a poll");
		}
		else if (chance < 15) {
			reporter.fail(TaskFailure.of(new Deliberate("polled work")));
		}
		else if (chance < 25) {
			reporter.complete("polled");
		}
		else {
			reporter.status("polled at " + chance);
		}
	}

}

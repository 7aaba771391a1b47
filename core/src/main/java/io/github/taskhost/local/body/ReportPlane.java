package io.github.taskhost.local.body;

import java.lang.reflect.Type;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.taskhost.config.ReportOptions;
import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.lifecycle.QuestionRules;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.commit.KnownTasks;
import io.github.taskhost.local.question.Mailboxes;
import io.github.taskhost.local.question.Questions;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.ReportKeeper;
import io.github.taskhost.local.task.TaskReports;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.spi.TaskNotice;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskArtifact;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Implements the calls of reporters: turns each report of work into a command for one
 * attempt of a task.
 */
public final class ReportPlane {

	private static final Logger log = LoggerFactory.getLogger(ReportPlane.class);

	private final KnownTasks known;

	private final Commits commits;

	private final Clock clock;

	private final PayloadCodec codec;

	private final ReportKeeper reports;

	private final Mailboxes mailboxes;

	private final Questions questions;

	private final Backoff backoff;

	private final ReportOptions limits;

	/** The kinds with a result that was left out; bounded by the limit on kinds. */
	private final Set<String> omitting = ConcurrentHashMap.newKeySet();

	public ReportPlane(KnownTasks known, Commits commits, Clock clock, PayloadCodec codec, ReportKeeper reports,
			Mailboxes mailboxes, Questions questions, Backoff backoff, ReportOptions limits) {
		this.known = known;
		this.commits = commits;
		this.clock = clock;
		this.codec = codec;
		this.reports = reports;
		this.mailboxes = mailboxes;
		this.questions = questions;
		this.backoff = backoff;
		this.limits = limits;
	}

	/**
	 * Applies a report. Work that runs on or ends has the reply that an executor is
	 * taking, so the reply is accepted first.
	 */
	BackgroundTaskRecord report(LocalTask task, int attempt, TaskCommand command) {
		if (QuestionRules.withdraws(task.record(), command)) {
			this.questions.acceptReplyTo(task, attempt);
		}
		return this.commits.apply(task, attempt, command).after();
	}

	void status(LocalTask task, int attempt, String status) {
		report(task, attempt, new TaskCommand.Describe(Texts.clean(status, Texts.LINE), null, null));
	}

	void progress(LocalTask task, int attempt, Progress progress) {
		report(task, attempt, new TaskCommand.Describe(null, progress, null));
	}

	void summary(LocalTask task, int attempt, String summary) {
		report(task, attempt, new TaskCommand.Describe(null, null, Texts.clean(summary, Texts.LINE)));
	}

	void output(LocalTask task, int attempt, String stream, String text) {
		TaskOutputLine.requireValidStream(stream);
		this.commits.apply(task, attempt, new TaskCommand.Output());
		if (Commits.isDetached(task)) {
			tell(task, new TaskOutputLine(1, stream, text, this.clock.instant()));
		}
		else if (WorkRules.keepsReports(task.record())) {
			this.reports.of(task).output().append(stream, text, this.clock.instant());
		}
	}

	private void tell(LocalTask task, TaskOutputLine line) {
		if (!this.commits.notice(task, new TaskNotice.Output(line))) {
			log.warn("A line of output of task {} of session {} is lost, since its host has just changed",
					task.record().id(), task.record().sessionId());
		}
	}

	void artifact(LocalTask task, int attempt, TaskArtifact artifact) {
		report(task, attempt, new TaskCommand.AddArtifact(artifact, this.limits.artifacts()));
	}

	void result(LocalTask task, int attempt, Object value) {
		report(task, attempt, new TaskCommand.SetResult(encoded(task.kind().name(), value)));
	}

	/**
	 * Encodes a result of a task of a kind. The first that the record cannot have is
	 * logged.
	 */
	TaskResult encoded(String kind, Object value) {
		TaskResult result = this.codec.encodeResult(value);
		if (result.omitted() != null && this.codec != PayloadCodec.none() && this.omitting.add(kind)) {
			log.warn(
					"Records of kind {} lack their results, of type {}: {}. "
							+ "Return and report values that can be kept; further tasks of the kind are not logged",
					kind, value.getClass().getName(), result.omitted());
		}
		return result;
	}

	BackgroundTaskRecord fail(LocalTask task, int attempt, TaskFailure failure) {
		TaskCommand.Retry retry = this.backoff.after(task.record(), failure);
		return report(task, attempt, new TaskCommand.End(BackgroundTaskState.FAILED, null, failure, retry));
	}

	void post(LocalTask task, int attempt, List<TaskMessagePart> parts) {
		this.mailboxes.post(task, attempt, parts);
	}

	/** Asks without waiting; returns the kept answer to the question, if any. */
	Optional<Answer> ask(LocalTask task, int attempt, InputRequest question) {
		return Optional.ofNullable(this.questions.ask(task, attempt, question).kept());
	}

	Object input(LocalTask task, Type type) {
		return Objects.requireNonNull(this.codec.decode(task.kind().input(task.record()), type), "the input");
	}

	/** The present form of a task, which another host may have. */
	LocalTask present(LocalTask task) {
		return this.known.present(task);
	}

	@Nullable Answer answer(LocalTask task, String key) {
		TaskReports reports = present(task).reports();
		return (reports != null) ? reports.mailbox().answer(key) : null;
	}

}

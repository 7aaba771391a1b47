package io.github.taskhost.local.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;

import io.github.taskhost.spi.KeptValue;
import io.github.taskhost.spi.StoredDetails;
import org.jspecify.annotations.Nullable;

/**
 * The mailbox, the output and the kept values of a task, created on first use.
 */
public final class TaskReports {

	private static final VarHandle VALUES;

	static {
		try {
			VALUES = MethodHandles.lookup().findVarHandle(TaskReports.class, "values", KeptValues.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Mailbox mailbox;

	private final OutputRing output;

	private volatile @Nullable KeptValues values;

	/** The neighbours in the queue of {@link ReportBudget}; guarded by its lock. */
	@Nullable TaskReports previous;

	@Nullable TaskReports next;

	TaskReports(Mailbox mailbox, OutputRing output) {
		this.mailbox = mailbox;
		this.output = output;
	}

	/** The messages of the task, and the answers to its questions. */
	public Mailbox mailbox() {
		return this.mailbox;
	}

	/** The output of the task. */
	public OutputRing output() {
		return this.output;
	}

	/** The values that the task keeps for its later attempts. */
	public KeptValues values() {
		KeptValues present = this.values;
		if (present == null) {
			KeptValues fresh = new KeptValues();
			present = VALUES.compareAndSet(this, null, fresh) ? fresh : this.values;
		}
		return Objects.requireNonNull(present);
	}

	/** Restores the state that the journal has of a task that is not published yet. */
	void restore(StoredDetails details) {
		details.messages().forEach((message) -> this.mailbox.inTurn(() -> this.mailbox.keep(message)));
		details.output().forEach(this.output::restore);
		for (KeptValue kept : details.kept()) {
			switch (kept) {
				case KeptValue.Checkpoint checkpoint -> values().restoreCheckpoint(checkpoint.value());
				case KeptValue.StepResult step ->
					values().restoreStep(step.name(), Objects.requireNonNullElse(step.result(), KeptValues.NOTHING));
				case KeptValue.KeptAnswer answer -> this.mailbox.questions().restore(answer);
			}
		}
	}

	void clear() {
		this.mailbox.clear();
		this.output.clear();
	}

	/** Ends all and wakes threads that wait for more; drops the kept values. */
	void end() {
		this.mailbox.end();
		this.output.end();
		KeptValues present = (KeptValues) VALUES.getAndSet(this, KeptValues.ENDED);
		if (present != null) {
			present.end();
		}
	}

}

package io.github.taskhost.autoconfigure.json;

import java.util.List;
import java.util.Map;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskOperations;
import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.HostPhase;
import io.github.taskhost.JoinPolicy;
import io.github.taskhost.KindDescription;
import io.github.taskhost.SessionCloseReport;
import io.github.taskhost.TaskInspection;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.config.CascadeTrigger;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.event.SessionWake;
import io.github.taskhost.event.SessionWakes;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.event.TaskSearch;
import io.github.taskhost.event.WakeReason;
import io.github.taskhost.kind.InterruptPolicy;
import io.github.taskhost.kind.RateLimitScope;
import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.message.TaskOutputPage;
import io.github.taskhost.schedule.MisfirePolicy;
import io.github.taskhost.schedule.OverlapPolicy;
import io.github.taskhost.schedule.ScheduleState;
import io.github.taskhost.schedule.TaskSchedules;
import io.github.taskhost.spi.HostRepair;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.IdempotencyPolicy;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.NodeLossPolicy;
import io.github.taskhost.task.ParentFailurePolicy;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.ScheduledRun;
import io.github.taskhost.task.TaskArtifact;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskLinks;
import io.github.taskhost.task.TaskMode;
import io.github.taskhost.task.TaskResult;
import io.github.taskhost.task.WakePolicy;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.module.SimpleModule;

/**
 * Lets Jackson write and read {@link BackgroundTaskRecord},
 * {@link BackgroundTaskRegistration}, {@link BackgroundTaskEvent}, {@link TaskMessage},
 * {@link Answer} and {@link SessionWake}: names in camelCase, enum values in snake_case,
 * the {@code type} of an event in snake_case, payloads as JSON, times and durations in
 * ISO-8601, {@code null} left out. Settings of the mapper about names and {@code null} do
 * not apply. A {@link BackgroundTaskHandle} is written as its record, and
 * {@link BackgroundTaskStatistics} with all their numbers; neither is read. Hosts,
 * sessions, reporters, subscriptions and other objects without data are refused, with the
 * data to write instead: no type of Taskhost becomes an empty object.
 *
 * <p>
 * The mapper of Spring Boot has this module, and so has every mapper that looks for
 * modules ({@code findAndAddModules()}); any other mapper needs it added.
 */
public class TaskhostJacksonModule extends SimpleModule {

	private static final long serialVersionUID = 1L;

	static final List<Class<?>> VALUES = List.of(Progress.class, TaskResult.class, TaskFailure.class,
			TaskArtifact.class, TaskLinks.class, SessionCloseReport.class, TaskMessageReceipt.class,
			TaskMessagePage.class, TaskOutputPage.class, SessionWakes.class, BackgroundTaskPage.class,
			TaskInspection.class, TaskRequest.class, BackgroundTaskFilter.class, BackgroundTaskUpdate.class,
			BackgroundTaskCompletion.class, KindDescription.class);

	/** Values with a time. */
	static final List<Class<?>> TIMED = List.of(Answer.class, TaskMessage.class, TaskOutputLine.class,
			SessionWake.class, TaskSearch.class);

	static final List<Class<? extends Enum<?>>> ENUMS = List.of(BackgroundTaskState.class, CancelPolicy.class,
			CascadeTrigger.class, ClosePolicy.class, FailureKind.class, HostPhase.class, HostRepair.class,
			IdempotencyPolicy.class, InterruptPolicy.class, JoinPolicy.class, MessageDelivery.class,
			MessageDirection.class, NodeLossPolicy.class, ParentFailurePolicy.class, RejectionReason.class,
			TaskMode.class, RateLimitScope.class, TaskOrder.class, ThreadType.class, WakePolicy.class, WakeReason.class,
			OverlapPolicy.class, MisfirePolicy.class, ScheduleState.class);

	/** Types that act, by the data to write in place of them. */
	private static final Map<Class<?>, String> ACTORS = Map.of(TaskSession.class, "its id() or its list()",
			TaskReporter.class, "the record of its task", BackgroundTaskSubscription.class,
			"the events that it delivers", BackgroundTaskOperations.class, "the records of its tasks",
			TaskSchedules.class, "its list()");

	/** Creates the module. */
	@SuppressWarnings("this-escape") // not final for class-based proxies only
	public TaskhostJacksonModule() {
		super("taskhost");
		addRecord();
		addRegistration();
		addEvents();
		addSerializer(JsonPayload.class, new JsonPayloadSerializer());
		addDeserializer(JsonPayload.class, new JsonPayloadDeserializer());
		addMessageParts();
		addSerializer(BackgroundTaskHandle.class, ViewSerializer.of((handle) -> RecordView.of(handle.record())));
		addSerializer(BackgroundTaskStatistics.class, ViewSerializer.of(StatisticsView::of));
		setSerializerModifier(new NeverEmpty());
		ACTORS.forEach((type, data) -> addSerializer(type, new RefusingSerializer(type, data)));
	}

	@Override
	public void setupModule(JacksonModule.SetupContext context) {
		super.setupModule(context);
		VALUES.forEach((type) -> context.setMixIn(type, ValueMixIn.class));
		TIMED.forEach((type) -> context.setMixIn(type, TimeMixIn.class));
		ENUMS.forEach((type) -> context.setMixIn(type, SnakeCaseMixIn.class));
		context.setMixIn(ScheduledRun.class, TimeMixIn.Due.class);
		context.setMixIn(InputRequest.class, InputRequestMixIn.class);
	}

	private void addRecord() {
		addSerializer(BackgroundTaskRecord.class, ViewSerializer.of(RecordView::of));
		addDeserializer(BackgroundTaskRecord.class,
				new ViewDeserializer<>(BackgroundTaskRecord.class, RecordView.class, RecordView::toRecord));
	}

	private void addRegistration() {
		addSerializer(BackgroundTaskRegistration.class, ViewSerializer.of(RegistrationView::of));
		addDeserializer(BackgroundTaskRegistration.class, new ViewDeserializer<>(BackgroundTaskRegistration.class,
				RegistrationView.class, RegistrationView::toRegistration));
	}

	private void addEvents() {
		addSerializer(BackgroundTaskEvent.class, ViewSerializer.of(EventView::of));
		addEvent(BackgroundTaskEvent.class);
		for (EventType type : EventType.values()) {
			addEvent(type.eventClass());
		}
	}

	private <E extends BackgroundTaskEvent> void addEvent(Class<E> type) {
		addDeserializer(type, new ViewDeserializer<>(type, EventView.class, EventView::toEvent));
	}

	private void addMessageParts() {
		addSerializer(TaskMessagePart.class, ViewSerializer.of(MessagePartView::of));
		addMessagePart(TaskMessagePart.class);
		addMessagePart(TaskMessagePart.Text.class);
		addMessagePart(TaskMessagePart.Data.class);
	}

	private <P extends TaskMessagePart> void addMessagePart(Class<P> type) {
		addDeserializer(type, new ViewDeserializer<>(type, MessagePartView.class, MessagePartView::toPart));
	}

}

package io.github.taskhost.test.contract.support;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * The tests of the contract that do not hold through another host than the one that has
 * the tasks, each with its reason. They are not run; a name that no test has is a fault.
 */
public final class LocalByNature implements InvocationInterceptor {

	private static final Map<String, String> REASONS = new TreeMap<>();

	private final Set<String> met = ConcurrentHashMap.newKeySet();

	/** Creates the list. */
	public LocalByNature() {
		// the list is constant
	}

	private static void because(String reason, String... tests) {
		for (String test : tests) {
			REASONS.put(test, reason);
		}
	}

	static {
		because("whether a body waits for a reply is known where the body runs: the receipt of the other host says "
				+ "QUEUED", "taskWaitsForTheAnswerAndContinues", "answerIsAMessageWithoutAMessageEvent",
				"bodyGetsAnExceptionAndMayGoOn");
		because("the type as which a body reads an answer is known where the body runs; another host checks the schema",
				"schemaOfTheTypeDoesNotCheckTheAnswer", "keptAnswerServesTheSameQuestionAgain",
				"answerIsDecodedAsTheExpectedType");
		because("limits count the tasks of one process, and a run starts in either",
				"refusedRunIsCountedAndTheScheduleGoesOn");
		because("ids of messages are ordered within a host, and between hosts by their clocks",
				"bothDirectionsShareOneSequenceWithTheirEvents");
		because("what is past the limits of memory is counted in the memory of the host that has the task",
				"oldestMessagesAreDroppedAboveTheLimitAndThePageReportsIt",
				"outputOfEndedTasksIsDroppedFirstAboveTheTotalLimit", "oldestLinesAreDroppedAboveTheSizeLimit");
		because("the sender of a message or an answer to an executor of another host does not wait for the delivery",
				"answersAreKeptForTheNextAttempt", "questionOfTheEarlierAttemptIsWithdrawn",
				"callsOfTheEarlierAttemptEnd", "messagesReachTheExecutorDespiteACancelCallback",
				"refusedAnswerKeepsTheQuestionAndItsSenderGetsTheReason",
				"failedDeliveryIsRepeatedAndItsSenderDoesNotWait", "deliveryThatExceedsItsTimeoutIsRepeated",
				"answerIsNotDeliveredAgainWhenItsQuestionIsNotOpenAnyMore",
				"reportThatTheWorkWaitsDoesNotAcceptTheAnswerInDelivery",
				"questionIsAnsweredWhenTheDeliveryHasReturned", "refusalOfARepeatedDeliveryIsTheStatusOfTheTask",
				"answerCountsWhenTheWorkEndsDuringItsDelivery",
				"answerCountsWhenTheWorkReportsThatItRunsDuringItsDelivery",
				"questionIsOpenAgainWithTheTypeOfTheExceptionAfterTheLastFailedDelivery",
				"unsupportedDeliveryIsNotRepeated", "messageOfAFailedDeliveryIsKeptAndReportedToItsSender",
				"slowListenerDoesNotChangeTheOrderOfMessages", "messageIsDeliveredToTheExecutorAndKept",
				"messageToWorkThatWasStartedElsewhereDoesNotWait", "executorMayAskAgainDuringDelivery",
				"taskWithACancelRequestAcceptsMessages", "declineIsDeliveredAsATextWithTheKeyOfItsQuestion",
				"deliveriesToDifferentTasksAreIndependent", "unsupportedDeliveryIsReportedToTheSender",
				"messageBeforeADelayedStartWaitsForIt", "answerIsDeliveredWithTheKeyOfItsQuestion",
				"sendRacesWithComplete", "otherTasksOfTheKindProceed", "timedOutCallIsInterruptedAndTheNextProceeds",
				"stuckCallIsRememberedAfterACancelTimesOut", "callsBehindAStuckCallFailAtOnceUntilItReturns",
				"callInTimeIsNotInterrupted", "interruptOfACallDoesNotReachTheNextCall", "cancelBypassesAStuckCall",
				"concurrentSendsKeepTheOrderOfTheMessages");
		because("a call of an executor is known to the host that makes it", "pollMayReattachTheWork");
		because("the events of a change are delivered by the host that makes it, so a listener that blocks in one host "
				+ "does not take the events of the other", "bodyBehindABlockedListenerIsCancelledAndCounted",
				"slowListenerDelaysOnlyItsTaskAndLosesNoEvent", "canaryListenerThatBlocksAnotherTaskIsDetected",
				"blockedListenerDoesNotDelayRetention");
		because("the run time that another host stores follows its wall clock, until the host that measures it stores the "
				+ "next change", "timeoutOverSeveralStates");
		because("a sign of life through another host counts when it reaches the host that measures the silence",
				"everyReportCountsAsAHeartbeat", "repeatedReportsAreHeartbeats",
				"reportsByOperationsOfTheHostAreHeartbeats");
		because("a record that is read from the store is another object each time", "linksAreMergedWithoutDuplicates",
				"artifactOfTheSameNameReplacesTheFirst", "outputChangesNoRecordAndPublishesNoEvent");
		because("a thread or an owner that outlives its task, and the stack trace of a failure, are in the memory of the "
				+ "host that had the task", "timeoutEndsAnUnstoppableBody", "forcedCancelEndsAnUnstoppableBody",
				"unstoppableBodyIsAbandonedAfterBothGracePeriods", "inspectionOfAFailureShowsItsStackTrace",
				"callThatExceedsItsTimeoutIsRepeated");
		because("earlier addresses of a task are known to the host that has it",
				"reportsUnderTheOldSessionReachTheTask", "taskKeepsItsLastHundredOldAddresses");
		because("events are published by the host that makes a change; the order and the numbers of those of two hosts, "
				+ "and their coalescing, are not one", "subscribersOfBothSessionsSeeTheTransfer", "eventsOfAQuestion",
				"eventsOfADecline", "concurrentOperationsHaveASerialOutcome", "heldProgress",
				"queuedMessagesMakeRoomForAQuestion", "eventsOfTheLifecycleAreAllDelivered",
				"subscriptionBeginsNowAndHidesEndedTasksByDefault", "progressIsCoalescedAndTheLatestWins");
		because("hidden work is local to a host, and so is its wait in a close", "concurrentClosesReturnTheSameReport",
				"runningHiddenTasksAreCounted", "closingSessionAcceptsNoNewWork", "workOfASessionMayNotWaitForItsClose",
				"slowHiddenWorkIsInterruptedAndReported", "hiddenWorkCannotCloseItsOwnSession", "boundsOfAClose");
		because("a host that closes a session refuses new work of its own callers",
				"closingSessionAcceptsNoSubmission");
		because("limits are those of a host", "droppedCountIsReportedAfterATransferOfTheRest",
				"oldestWakesAreDroppedAboveTheTotalLimit", "droppedCountIsReportedWithoutRemainingWakes",
				"liveTasksAreLimitedPerSessionAndInTotal", "replacementNeedsNoRoomForAnotherTask");
		because("a further request to a live task is noted for its later children by the host that has it",
				"failureReachesLateGrandchildrenAsItReachedEarlierOnes");
		because("lines that another host writes are looked for every half second",
				"followerSeesEveryLineOrLearnsHowManyItMissed");
		because("a test that counts the sweeps of one host", "retentionRemovesEndedRecordsByAge");
		because("an end is seen in the store before the host that stores it has counted it",
				"cancelRequestEscalatesToInterruptAndThenAbandonment");
		because("a wait ends with the host through which a caller waits", "stopOfTheHostWakesTheBody");
		because("a wait is refused where the thread of the body, or of the transaction, is known",
				"awaitInTheSameTransactionIsRejected", "bodyCannotAwaitItsOwnTask");
		because("a body joins with handles of its own host", "removalOfAJoinedRecordEndsTheJoin", "joinIsNoSilence",
				"joinOfTheOwnTaskIsRefused", "cancelOfTheParentWakesTheJoin",
				"tasksOfOtherSessionsAreJoinedAndHaveNoValueOfABody");
	}

	@Override
	public void interceptTestMethod(Invocation<@Nullable Void> invocation,
			ReflectiveInvocationContext<Method> invocationContext, ExtensionContext extensionContext) throws Throwable {
		proceed(invocation, invocationContext);
	}

	@Override
	public void interceptTestTemplateMethod(Invocation<@Nullable Void> invocation,
			ReflectiveInvocationContext<Method> invocationContext, ExtensionContext extensionContext) throws Throwable {
		proceed(invocation, invocationContext);
	}

	private void proceed(Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> context)
			throws Throwable {
		String test = context.getExecutable().getName();
		if (REASONS.containsKey(test)) {
			this.met.add(test);
			invocation.skip();
		}
		else {
			invocation.proceed();
		}
	}

	/**
	 * The names in the list that no test had.
	 * @return the names, sorted
	 */
	public Set<String> unknown() {
		Set<String> unknown = new TreeSet<>(REASONS.keySet());
		unknown.removeAll(this.met);
		return unknown;
	}

}

package io.github.taskhost.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * Documents the observations of task executions: their keys and events.
 */
public enum TaskExecutionObservationDocumentation implements ObservationDocumentation {

	/** One attempt of a managed task, from the start to the end of its body. */
	TASK_EXECUTION {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultTaskExecutionObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinalityKeyNames.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HighCardinalityKeyNames.values();
		}

		@Override
		public Observation.Event[] getEvents() {
			return Events.values();
		}

	};

	/** Keys with a small, bounded set of values. */
	public enum LowCardinalityKeyNames implements KeyName {

		/** The kind of the task. */
		KIND {

			@Override
			public String asString() {
				return "kind";
			}

		},

		/**
		 * How the attempt ended: completed, failed, cancelled, or retried if another
		 * attempt follows; unknown while it runs.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

		},

		/** The kind of failure in lower case, or none. */
		FAILURE {

			@Override
			public String asString() {
				return "failure";
			}

		}

	}

	/** Keys with an unbounded set of values. */
	public enum HighCardinalityKeyNames implements KeyName {

		/** The id of the task. */
		TASK {

			@Override
			public String asString() {
				return "taskhost.task";
			}

		},

		/** The session of the task at the start of the attempt. */
		SESSION {

			@Override
			public String asString() {
				return "taskhost.session";
			}

		},

		/** The kind of the task, under the key that logs use. */
		KIND {

			@Override
			public String asString() {
				return "taskhost.kind";
			}

		},

		/** The number of the attempt, from 1. */
		ATTEMPT {

			@Override
			public String asString() {
				return "taskhost.attempt";
			}

		},

		/** The uid of the task. */
		UID {

			@Override
			public String asString() {
				return "taskhost.uid";
			}

		}

	}

	/** The events of an execution. */
	public enum Events implements Observation.Event {

		/** The attempt was queued, at a time before the start of the span. */
		QUEUED("taskhost.task.queued", "queued"),

		/** The task began to wait. */
		WAITING("taskhost.task.waiting", "waiting"),

		/** The task resumed. */
		RESUMED("taskhost.task.resumed", "resumed"),

		/** The cancellation of the task was requested. */
		CANCEL_REQUESTED("taskhost.task.cancel.requested", "cancel requested");

		private final String name;

		private final String contextualName;

		Events(String name, String contextualName) {
			this.name = name;
			this.contextualName = contextualName;
		}

		@Override
		public String getName() {
			return this.name;
		}

		@Override
		public String getContextualName() {
			return this.contextualName;
		}

	}

}

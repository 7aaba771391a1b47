package io.github.taskhost.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations of executions of tasks, their keys and their events.
 */
public enum TaskExecutionObservationDocumentation implements ObservationDocumentation {

	/** One attempt of a managed task, for as long as its body runs. */
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

	/** Keys with few values. */
	public enum LowCardinalityKeyNames implements KeyName {

		/** The kind of the task. */
		KIND {

			@Override
			public String asString() {
				return "kind";
			}

		},

		/**
		 * How the attempt ended: completed, failed, cancelled, or retried when another
		 * follows; unknown while it runs.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

		},

		/** The sort of failure, in lower case, or none. */
		FAILURE {

			@Override
			public String asString() {
				return "failure";
			}

		}

	}

	/** Keys with many values. */
	public enum HighCardinalityKeyNames implements KeyName {

		/** The id of the task. */
		TASK {

			@Override
			public String asString() {
				return "taskhost.task";
			}

		},

		/** The session that the task was in as the attempt began. */
		SESSION {

			@Override
			public String asString() {
				return "taskhost.session";
			}

		},

		/** The kind of the task, by the name that it has in logs. */
		KIND {

			@Override
			public String asString() {
				return "taskhost.kind";
			}

		},

		/** Which attempt it is, from 1. */
		ATTEMPT {

			@Override
			public String asString() {
				return "taskhost.attempt";
			}

		},

		/** The incarnation of the task. */
		UID {

			@Override
			public String asString() {
				return "taskhost.uid";
			}

		}

	}

	/** What happens in an execution. */
	public enum Events implements Observation.Event {

		/** The attempt began to wait for its start. Before the start of the span. */
		QUEUED("taskhost.task.queued", "queued"),

		/** The body began to wait for somebody. */
		WAITING("taskhost.task.waiting", "waiting"),

		/** The body went on. */
		RESUMED("taskhost.task.resumed", "resumed"),

		/** Somebody asked for the end of the task. */
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

package io.github.taskhost.test.contract.question;

import io.github.taskhost.test.contract.support.HostFactory;
import org.junit.jupiter.api.Nested;

/**
 * The contract of the dialogue with a task: questions, answers and messages.
 */
public abstract class QuestionContract {

	/** For subclasses. */
	protected QuestionContract() {
		// there is nothing to set up
	}

	/**
	 * Returns the factory of the hosts under test.
	 * @return the factory
	 */
	protected abstract HostFactory factory();

	@Nested
	class Questions extends QuestionsContract {

		@Override
		protected HostFactory factory() {
			return QuestionContract.this.factory();
		}

	}

	@Nested
	class QuestionEnds extends QuestionEndsContract {

		@Override
		protected HostFactory factory() {
			return QuestionContract.this.factory();
		}

	}

	@Nested
	class AnswerChecks extends AnswerChecksContract {

		@Override
		protected HostFactory factory() {
			return QuestionContract.this.factory();
		}

	}

	@Nested
	class TypedQuestions extends TypedQuestionsContract {

		@Override
		protected HostFactory factory() {
			return QuestionContract.this.factory();
		}

	}

	@Nested
	class AskedAgain extends AskedAgainContract {

		@Override
		protected HostFactory factory() {
			return QuestionContract.this.factory();
		}

	}

	@Nested
	class QuestionTurns extends QuestionTurnsContract {

		@Override
		protected HostFactory factory() {
			return QuestionContract.this.factory();
		}

	}

	@Nested
	class Declines extends DeclinesContract {

		@Override
		protected HostFactory factory() {
			return QuestionContract.this.factory();
		}

	}

	@Nested
	class QuestionRaces extends QuestionRacesContract {

		@Override
		protected HostFactory factory() {
			return QuestionContract.this.factory();
		}

	}

	@Nested
	class Messages extends MessagesContract {

		@Override
		protected HostFactory factory() {
			return QuestionContract.this.factory();
		}

	}

	@Nested
	class MessageRaces extends MessageRacesContract {

		@Override
		protected HostFactory factory() {
			return QuestionContract.this.factory();
		}

	}

}

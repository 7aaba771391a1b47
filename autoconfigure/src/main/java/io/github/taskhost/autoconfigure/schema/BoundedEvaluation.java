package io.github.taskhost.autoconfigure.schema;

import java.util.List;
import java.util.Locale;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;

/**
 * Check of one document within a {@link SchemaBudget}.
 */
final class BoundedEvaluation extends ExecutionContext {

	/** The errors of the root: branches that may fail collect theirs elsewhere. */
	private final List<Error> problems = getErrors();

	private final SchemaBudget budget;

	BoundedEvaluation(SchemaBudget budget) {
		super(ExecutionConfig.builder().locale(Locale.ENGLISH).formatAssertionsEnabled(false).build());
		this.budget = budget;
	}

	@Override
	public void evaluationPathAddLast(String token) {
		this.budget.enterNode();
		super.evaluationPathAddLast(token);
	}

	@Override
	public void evaluationPathAddLast(int token) {
		this.budget.enterNode();
		super.evaluationPathAddLast(token);
	}

	@Override
	public void evaluationPathRemoveLast() {
		this.budget.leaveNode();
		super.evaluationPathRemoveLast();
	}

	@Override
	public void addError(Error error) {
		this.budget.addProblem();
		super.addError(error);
	}

	/** The problems that are certain, even when the check was not finished. */
	List<Error> problems() {
		return this.problems;
	}

}

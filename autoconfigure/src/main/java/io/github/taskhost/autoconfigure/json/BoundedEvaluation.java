package io.github.taskhost.autoconfigure.json;

import java.util.List;
import java.util.Locale;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;

/**
 * One check of one document, in a bounded number of steps: references may make a small
 * schema endless, or endlessly wide. A step is a keyword, a property or an element.
 */
final class BoundedEvaluation extends ExecutionContext {

	static final int MAX_STEPS = 500_000;

	static final int MAX_DEPTH = 500;

	static final int MAX_PROBLEMS = 100_000;

	/** Branches that may fail collect what is wrong elsewhere. */
	private final List<Error> problems = getErrors();

	private int found;

	private int steps;

	private int depth;

	BoundedEvaluation() {
		super(ExecutionConfig.builder().locale(Locale.ENGLISH).formatAssertionsEnabled(false).build());
	}

	@Override
	public void evaluationPathAddLast(String token) {
		step();
		super.evaluationPathAddLast(token);
	}

	@Override
	public void evaluationPathAddLast(int token) {
		step();
		super.evaluationPathAddLast(token);
	}

	@Override
	public void evaluationPathRemoveLast() {
		this.depth--;
		super.evaluationPathRemoveLast();
	}

	@Override
	public void addError(Error error) {
		this.found++;
		if (this.found > MAX_PROBLEMS) {
			throw new SchemaTooComplexException("checking it meets more than " + MAX_PROBLEMS + " problems");
		}
		super.addError(error);
	}

	/** What is certainly wrong, even when the check came to no end. */
	List<Error> problems() {
		return this.problems;
	}

	private void step() {
		this.steps++;
		this.depth++;
		if (this.steps > MAX_STEPS) {
			throw new SchemaTooComplexException("checking it takes more than " + MAX_STEPS + " steps");
		}
		if (this.depth > MAX_DEPTH) {
			throw new SchemaTooComplexException("the schema refers to itself without an end");
		}
	}

}

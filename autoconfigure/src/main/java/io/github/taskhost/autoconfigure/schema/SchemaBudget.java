package io.github.taskhost.autoconfigure.schema;

/**
 * Bounds the work of checking one document against one schema: references may make a
 * small schema endless or endlessly wide, and patterns multiply with the length of
 * strings. All work is counted in steps of a pattern program. For one thread.
 */
final class SchemaBudget {

	static final long WORK = 50_000_000;

	static final int MAX_DEPTH = 500;

	/** A keyword, a property or an element. */
	private static final int NODE = 100;

	private static final int PROBLEM = 500;

	private long spent;

	private int depth;

	void enterNode() {
		this.depth++;
		spend(NODE);
		if (this.depth > MAX_DEPTH) {
			throw new SchemaTooComplexException("the schema refers to itself without an end");
		}
	}

	void leaveNode() {
		this.depth--;
	}

	void addProblem() {
		spend(PROBLEM);
	}

	void match(int programSize, String text) {
		spend((long) programSize * (text.length() + 1));
	}

	private void spend(long work) {
		this.spent += work;
		if (this.spent > WORK) {
			throw new SchemaTooComplexException("checking it against the schema takes too many steps");
		}
	}

}

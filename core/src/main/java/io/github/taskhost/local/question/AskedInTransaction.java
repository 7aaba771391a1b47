package io.github.taskhost.local.question;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.spi.TaskTransactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of bodies that ask a person inside a transaction, which keeps its connection
 * until the answer comes. Each kind is named once.
 */
public final class AskedInTransaction {

	private static final Logger log = LoggerFactory.getLogger(AskedInTransaction.class);

	private final TaskTransactions transactions;

	/** The kinds that were named; bounded by the limit on kinds. */
	private final Set<String> named = ConcurrentHashMap.newKeySet();

	public AskedInTransaction(TaskTransactions transactions) {
		this.transactions = transactions;
	}

	/** Notes that a body on this thread waits for an answer. */
	void asked(LocalTask task) {
		try {
			if (this.transactions.isBound() && this.named.add(task.kind().name())) {
				log.warn("A body of kind {} asks a question inside a transaction, which keeps its connection until the "
						+ "answer comes. Ask outside: use a short transaction before the question and another one "
						+ "after it. Further questions of the kind are not logged", task.kind().name());
			}
		}
		catch (Throwable ex) {
			log.error("The transaction of a thread is not known", LogSafe.of(ex));
		}
	}

}

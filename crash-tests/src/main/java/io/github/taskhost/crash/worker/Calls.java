package io.github.taskhost.crash.worker;

import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.error.TaskNotFoundException;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The calls of clients, with entries before and after each. An entry {@code sent} without
 * a later one is a call whose outcome the client never learned. Thread-safe.
 */
final class Calls {

	private final Ledger ledger;

	Calls(Ledger ledger) {
		this.ledger = ledger;
	}

	/**
	 * Makes a call, which writes its own entry after it has returned.
	 * @param name the name of the call
	 * @param target the uid of a task, or the id of a new one
	 * @param call the call
	 * @return whether it returned
	 */
	boolean make(String name, Object target, Runnable call) {
		this.ledger.write("sent", name, target);
		try {
			call.run();
			return true;
		}
		catch (JournalUnavailableException ex) {
			// only a host that stops cannot say whether the change was stored
			boolean unknown = String.valueOf(ex.getMessage()).contains("may be stored");
			this.ledger.write(unknown ? "unknown" : "refused", name, target);
		}
		catch (Orders.RolledBack ex) {
			this.ledger.write("rolled-back", name, target);
		}
		catch (DataAccessException | TransactionException ex) {
			this.ledger.write("unknown", name, target); // the transaction of the
														// application
		}
		catch (TaskNotFoundException ex) {
			this.ledger.write("error", name, target, ex);
		}
		catch (BackgroundTaskException ex) {
			this.ledger.write("declined", name, target, ex);
		}
		catch (RuntimeException | Error ex) {
			this.ledger.write("error", name, target, ex);
		}
		return false;
	}

}

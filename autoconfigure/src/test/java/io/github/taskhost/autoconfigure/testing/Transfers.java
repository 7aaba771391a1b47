package io.github.taskhost.autoconfigure.testing;

import java.time.Duration;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.task.InputRequest;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/** A kind that asks before it goes on. */
@Service
public class Transfers {

	private final ObjectProvider<Bank> bank;

	Transfers(ObjectProvider<Bank> bank) {
		this.bank = bank;
	}

	@BackgroundTaskKind("transfer")
	String send(Transfer transfer, BackgroundTaskContext context) throws InterruptedException {
		if (!context.requestInput(InputRequest.of("approve", "Send it?"), Boolean.class)) {
			return "kept";
		}
		context.sleep(Duration.ofHours(1));
		this.bank.getObject().send(transfer);
		return "sent " + transfer.amount() + " to " + transfer.to();
	}

}

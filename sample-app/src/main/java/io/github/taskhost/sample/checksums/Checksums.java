package io.github.taskhost.sample.checksums;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.springframework.stereotype.Service;

/**
 * Computes checksums. The task of a text starts a child task for each part; a
 * cancellation of the parent also cancels its children.
 */
@Service
class Checksums {

	static final String KIND = "checksum";

	static final String PART = "checksum-part";

	private static final int CHUNK_SIZE = 4096;

	private final BackgroundTaskHost host;

	Checksums(BackgroundTaskHost host) {
		this.host = host;
	}

	@BackgroundTaskKind(KIND)
	Checksum combine(ChecksumInput input, BackgroundTaskContext context) throws InterruptedException {
		List<BackgroundTaskHandle<String>> children = new ArrayList<>();
		PartCount count = new PartCount(input.parts(), context);
		for (String part : TextParts.of(input.text(), input.parts())) {
			context.throwIfCancelled();
			children.add(submit(part, children.size() + 1, input.parts(), context));
			count.watch(children.getLast());
		}
		Checksum checksum = Checksum.of(context.awaitAll(children));
		count.complete();
		context.summary("SHA-256 over " + children.size() + " parts: " + checksum.digest());
		return checksum;
	}

	private BackgroundTaskHandle<String> submit(String text, int number, int count, BackgroundTaskContext parent) {
		BackgroundTaskRegistration part = BackgroundTaskRegistration.ofKind(PART)
			.displayName("Part " + number + " of " + count)
			.parentTaskId(parent.taskId())
			.build();
		return this.host.submit(parent.sessionId(), TaskRequest.of(part).input(new ChecksumPart(text)), String.class);
	}

	@BackgroundTaskKind(PART)
	String digest(ChecksumPart part, BackgroundTaskContext context) {
		byte[] bytes = part.text().getBytes(StandardCharsets.UTF_8);
		Sha256 digest = new Sha256();
		for (int from = 0; from < bytes.length; from += CHUNK_SIZE) {
			context.throwIfCancelled();
			digest.add(bytes, from, Math.min(CHUNK_SIZE, bytes.length - from));
		}
		context.throwIfCancelled();
		return digest.digest();
	}

}

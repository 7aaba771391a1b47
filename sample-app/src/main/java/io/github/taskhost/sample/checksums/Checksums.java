package io.github.taskhost.sample.checksums;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.Progress;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Computes checksums. The task of a text starts a child task for each part; a
 * cancellation of the parent also cancels its children.
 */
@Service
class Checksums {

	static final String KIND = "checksum";

	static final String PART = "checksum-part";

	private static final Duration PART_TIMEOUT = Duration.ofMinutes(10);

	private static final int CHUNK_SIZE = 4096;

	private final BackgroundTaskHost host;

	Checksums(BackgroundTaskHost host) {
		this.host = host;
	}

	@BackgroundTaskKind(KIND)
	Checksum combine(ChecksumInput input, BackgroundTaskContext context) throws InterruptedException {
		List<BackgroundTaskHandle<@Nullable Object>> children = new ArrayList<>();
		try {
			for (String part : TextParts.of(input.text(), input.parts())) {
				context.throwIfCancelled();
				children.add(submit(part, children.size() + 1, input.parts(), context));
			}
			Checksum checksum = Checksum.of(await(children, context));
			context.summary("SHA-256 over " + children.size() + " parts: " + checksum.digest());
			return checksum;
		}
		finally {
			// Has no effect on children that have ended.
			children.forEach((child) -> child.cancel("The parent task has ended."));
		}
	}

	private BackgroundTaskHandle<@Nullable Object> submit(String text, int number, int count,
			BackgroundTaskContext parent) {
		BackgroundTaskRegistration part = BackgroundTaskRegistration.ofKind(PART)
			.displayName("Part " + number + " of " + count)
			.parentTaskId(parent.taskId())
			.build();
		return this.host.submit(parent.sessionId(), TaskRequest.of(part).input(new ChecksumPart(text)));
	}

	private static List<String> await(List<BackgroundTaskHandle<@Nullable Object>> children,
			BackgroundTaskContext context) throws InterruptedException {
		List<String> digests = new ArrayList<>();
		for (BackgroundTaskHandle<@Nullable Object> child : children) {
			BackgroundTaskRecord end = child.await(PART_TIMEOUT);
			context.throwIfCancelled();
			if (end.state() != BackgroundTaskState.COMPLETED) {
				throw new IllegalStateException(
						"Task '" + end.id() + "' (" + end.displayName() + ") ended as " + end.state() + ".");
			}
			digests.add(String.valueOf(child.result()));
			context.progress(Progress.of(digests.size(), children.size(), "parts"));
		}
		return digests;
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

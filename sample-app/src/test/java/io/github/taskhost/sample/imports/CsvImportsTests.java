package io.github.taskhost.sample.imports;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskSession;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * The temporary file is deleted when the body of the task does not run.
 */
class CsvImportsTests {

	private final BackgroundTaskHost host = mock();

	private final TaskSession session = mock();

	private final CsvImports imports = new CsvImports(this.host, mock(),
			new ImportProperties(DataSize.ofKilobytes(1), 10, 10, DataSize.ofKilobytes(1), Duration.ofHours(1)));

	@BeforeEach
	void openSession() {
		given(this.host.session("s")).willReturn(this.session);
	}

	private CsvUpload spawned() {
		ArgumentCaptor<BackgroundTask<ImportResult>> body = ArgumentCaptor.captor();
		then(this.session).should().spawn(any(BackgroundTaskRegistration.class), body.capture());
		return (CsvUpload) ReflectionTestUtils.getField(body.getValue(), "upload");
	}

	private static InputStream csv() {
		return new ByteArrayInputStream("a\n1\n".getBytes());
	}

	@Test
	void refusedSpawnClosesTheUpload() {
		given(this.session.spawn(any(BackgroundTaskRegistration.class), any()))
			.willThrow(new TaskRejectedException(RejectionReason.SHUTDOWN, "no"));
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(() -> this.imports.start("s", csv()));
		assertThat(spawned().isOpen()).isFalse();
	}

	@Test
	void taskThatEndsWhilePendingClosesTheUpload() throws IOException {
		CompletableFuture<BackgroundTaskRecord> end = new CompletableFuture<>();
		BackgroundTaskHandle<Object> handle = mock();
		given(handle.completion()).willReturn(end);
		given(this.session.spawn(any(BackgroundTaskRegistration.class), any())).willReturn(handle);
		this.imports.start("s", csv());
		assertThat(spawned().isOpen()).isTrue();
		end.complete(mock());
		assertThat(spawned().isOpen()).isFalse();
	}

	@Test
	void invalidSessionIsRefusedBeforeTheUploadIsRead() {
		given(this.host.session("?")).willThrow(new InvalidTaskArgumentException("no"));
		InputStream unread = mock();
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> this.imports.start("?", unread));
		then(unread).shouldHaveNoInteractions();
	}

}

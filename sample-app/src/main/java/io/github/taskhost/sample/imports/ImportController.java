package io.github.taskhost.sample.imports;

import java.io.IOException;
import java.io.InputStream;

import io.github.taskhost.BackgroundTaskRecord;
import io.github.taskhost.sample.web.TaskResponses;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ImportController {

	private final CsvImports imports;

	ImportController(CsvImports imports) {
		this.imports = imports;
	}

	@PostMapping(path = "/sessions/{session}/imports", consumes = "text/csv")
	ResponseEntity<BackgroundTaskRecord> start(@PathVariable String session, InputStream csv) throws IOException {
		return TaskResponses.accepted(this.imports.start(session, csv));
	}

}

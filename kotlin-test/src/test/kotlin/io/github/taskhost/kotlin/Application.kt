package io.github.taskhost.kotlin

import com.fasterxml.jackson.annotation.JsonTypeInfo
import com.fasterxml.jackson.annotation.JsonTypeName
import io.github.taskhost.BackgroundTaskContext
import io.github.taskhost.kind.BackgroundTaskKind
import org.springframework.boot.SpringBootConfiguration
import org.springframework.boot.autoconfigure.EnableAutoConfiguration
import org.springframework.context.annotation.Import
import org.springframework.stereotype.Component

/** An application in Kotlin with two kinds. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(Kinds::class)
class Application

/** An input with defaults. */
data class CsvFile(val name: String, val rows: Int = 10, val separator: Char = ';', val note: String? = null)

/** A result. */
data class Report(val rows: Int, val note: String = "ok")

/** A closed list of inputs and results. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
sealed interface Shape

@JsonTypeName("circle")
data class Circle(val radius: Double, val color: String = "red") : Shape

@JsonTypeName("square")
data class Square(val side: Int) : Shape

@Component
class Kinds {

    @BackgroundTaskKind("import")
    fun read(file: CsvFile, context: BackgroundTaskContext): Report {
        context.status("${file.name}${file.separator}")
        return Report(file.rows)
    }

    @BackgroundTaskKind("scale")
    fun scale(shape: Shape, @Suppress("unused") context: BackgroundTaskContext): Shape = when (shape) {
        is Circle -> shape.copy(radius = shape.radius * 2)
        is Square -> shape.copy(side = shape.side * 2)
    }

}

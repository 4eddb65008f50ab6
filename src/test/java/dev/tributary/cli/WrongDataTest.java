package dev.tributary.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exit code 3: data that a job can't use, and nothing written. */
class WrongDataTest {
  @TempDir private Path folder;
  private Workplace place;

  @BeforeEach
  void layOut() throws Exception {
    place = new Workplace(folder);
    place.classesJob();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          data.train=DIR/tran.csv        | There is no data at DIR/tran.csv. Did you mean
          data.test=DIR/tets.csv         | There is no data at DIR/tets.csv. Did you mean
          data.validation=DIR/valid.csv  | There is no data at DIR/valid.csv.
          data.train=DIR/no/x.csv        | There is no data at DIR/no/x.csv.
          data.label=lable               | There is no column "lable" in DIR/train.csv, named in data.label; did you mean "label"? Its columns are x, y, label.
          data.features=[x, z]           | There is no column "z" in DIR/train.csv, named in data.features
          data.features=["pixel_*"]      | No column of DIR/train.csv matches the pattern "pixel_*" of data.features
          data.features=[x, label]       | stands both in data.label and in data.features
          data.format=cvs                | Spark has no reader for the format "cvs" of DIR/train.csv. Did you mean csv?
          data.format=parquet            | DIR/train.csv can't be read as parquet
          data.format=libsvm             | DIR/train.csv can't be read as libsvm
          data.format=idx                | There are no IDX images at DIR/train.csv-images-idx3-ubyte
          data.options.header=false      | There is no column "label" in DIR/train.csv, named in data.label. Its columns are _c0, _c1, _c2.
          data.label=[x, label]          | data.label gives 2 numbers a row (x, label), where the loss compares the outputs with one class
          data.label=x                   | found "4.000"; allowed is a class, a whole number from 0 to 2
          """)
  void refusesAnOverride(String override, String phrase) throws Exception {
    place.refuses(3, () -> place.train(here(override)), here(phrase));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ,1,0        | column "x": found no value; allowed is a finite number   | no value: 1
          NaN,1,0     | column "x": found NaN; allowed is a finite number        | not finite: 1
          1,-inf,0    | column "y": found                                        | not finite: 1
          1,one,0     | column "y": found "one"; allowed is a finite number      | not a number: 1
          1           | allowed is                                               | malformed: 1
          1,1,0,9     | allowed is                                               | malformed: 1
          1,1,3       | column "label": found "3"; allowed is a class, a whole number from 0 to 2, as the model has 3 outputs | unknown label: 1
          1,1,-1      | column "label": found "-1"; allowed is a class           | unknown label: 1
          1,1,0.5     | column "label": found "0.5"; allowed is a class          | unknown label: 1
          1,1,        | column "label": found no value; allowed is a class       | no value: 1
          1,1,cat     | column "label": found "cat"; allowed is a class          | unknown label: 1
          """)
  void refusesABadRow(String row, String fault, String count) throws Exception {
    String sound = String.join("\n", Workplace.classes(12, 0));
    for (String part : new String[] {"train", "test", "validation"}) {
      Path bad =
          place.write("bad.csv", sound, row, sound.lines().skip(1).findFirst().orElseThrow());
      place.refuses(
          3,
          () -> place.train("data." + part + "=" + bad),
          bad + ", row 13, ",
          fault,
          "1 of 14 rows can't be used (" + count + "). Mend them, or set data.bad-rows = skip");
    }
  }

  @Test
  void refusesRowsOfAnotherLength() throws Exception {
    Path rows =
        place.write(
            "rows.json",
            "{\"f\": [1, 2], \"label\": 0}",
            "{\"f\": [1], \"label\": 1}",
            "{\"f\": [2, 1], \"label\": 1}");
    place.refuses(
        3,
        () ->
            place.train(
                "data.format=json",
                "data.options=null",
                "data.train=" + rows,
                "data.test=null",
                "data.features=[f]"),
        "rows.json, row 2, column \"f\"",
        "(wrong length: 1)");
  }

  @Test
  void refusesEmptyData() throws Exception {
    Path nothing = Files.createFile(place.path("nothing.csv"));
    Path header = place.write("header.csv", "x,y,label");
    for (Path empty : new Path[] {nothing, header}) {
      place.refuses(
          3, () -> place.train("data.train=" + empty), "There are no rows in " + empty + ".");
      place.refuses(
          3, () -> place.train("data.test=" + empty), "There are no rows in " + empty + ".");
    }
  }

  @Test
  void refusesDataOfWhichNoRowIsOfUse() throws Exception {
    Path useless = place.write("useless.csv", "x,y,label", "a,b,0", "c,d,1");
    place.refuses(
        3,
        () -> place.train("data.train=" + useless, "data.bad-rows=skip"),
        "useless.csv, row 1, column \"x\": found \"a\"",
        "There is nothing left to use: check data.features, data.label and data.options.");
  }

  @Test
  void refusesMoreTextsThanOutputs() throws Exception {
    Path named = place.write("named.csv", "x,y,label", "1,1,a", "2,1,b", "1,2,c", "2,2,d");
    place.refuses(
        3,
        () -> place.train("data.train=" + named, "data.test=null"),
        "The label column \"label\" holds 4 different texts (a, b, c, d), where the model has 3"
            + " outputs. Set the units of the last layer to at least 4");
  }

  @Test
  void refusesTestRowsOfAnUnknownClass() throws Exception {
    Path named = place.write("named.csv", "x,y,label", "1,1,a", "2,1,b", "1,2,c", "2,2,a");
    Path test = place.write("other.csv", "x,y,label", "1,1,a", "2,2,e");
    place.refuses(
        3,
        () -> place.train("data.train=" + named, "data.test=" + test),
        "other.csv, row 2, column \"label\": found \"e\"; allowed is one of a, b, c");
  }

  @Test
  void refusesTestDataWithOtherColumns() throws Exception {
    Path other = place.write("other.csv", "x,z,label", "1,1,0");
    place.refuses(
        3,
        () -> place.train("data.test=" + other),
        "other.csv has no column \"y\", which the model's input needs",
        "Its columns are x, z, label.");
  }

  @Test
  void refusesAnUndefinedMetricToWatch() throws Exception {
    Path same = place.write("same.csv", "x,y,label", "1,1,5", "2,3,5");
    place.refuses(
        3,
        () ->
            place.train(
                "training.loss=mse",
                "model.layers=[{ type = dense, units = 1 }]",
                "training.early-stopping.monitor=validation.r2",
                // They tell of the round that was trained before.
                "report.tensorboard=false",
                "data.validation=" + same),
        "validation.r2, which early stopping watches, is undefined on the validation data");
  }

  @Test
  void describeRefusesTheSame() throws Exception {
    for (String override :
        new String[] {"data.test=DIR/tets.csv", "data.label=lable", "data.features=[z]"}) {
      place.refuses(
          3,
          () ->
              Workplace.run("describe", place.path("job.conf").toString(), "--set", here(override)),
          "There is no ");
    }
  }

  private String here(String text) {
    return text.replace("DIR", folder.toString());
  }
}
